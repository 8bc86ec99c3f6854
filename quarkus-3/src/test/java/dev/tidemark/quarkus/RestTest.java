package dev.tidemark.quarkus;

import dev.tidemark.ingest.contract.HttpServerContract;
import dev.tidemark.ingest.contract.Threads;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;

@QuarkusTest
@Tag("java17")
class RestTest extends HttpServerContract {
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
}
