package dev.tidemark.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.contract.HttpServerContract;
import dev.tidemark.ingest.contract.Threads;
import dev.tidemark.wire.event.RequestEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("java17")
class RestTest extends HttpServerContract {
    private static final String BOOK = "/shelves/{shelf}/books/{id}";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Override
    protected URI start() {
        return address;
    }

    @Override
    protected void stop() {}

    @Override
    protected List<String> threads() {
        return ContractShop.THREADS;
    }

    @Override
    protected List<Executor> pools() {
        return List.of(Threads.WORKER, Infrastructure.getDefaultWorkerPool());
    }

    /** JAX-RS has its own names. */
    @Override
    protected String statusException() {
        return "ClientErrorException";
    }

    @Test
    void method_thatAClassWithAPathHasNot_hasTheRoute() throws Exception {
        assertThat(send("DELETE", "/shelves/1/books/2").statusCode()).isEqualTo(405);

        assertThat(request().route()).isEqualTo(BOOK);
    }

    @Test
    void mediaType_thatAnEndpointHasNot_hasTheRoute() throws Exception {
        assertThat(get("/shelves/1/books/2", "Accept", "image/png").statusCode())
                .isEqualTo(406);

        assertThat(request().route()).isEqualTo(BOOK);
    }

    @Test
    void options_ofAPathWithoutEndpoint_areUnmatched() throws Exception {
        send("OPTIONS", "/shelves/1/nothing");

        assertThat(request().route()).isEqualTo(RequestEvent.UNMATCHED);
    }
}
