package dev.tidemark.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.contract.HttpServerContract;
import dev.tidemark.ingest.contract.Threads;
import dev.tidemark.wire.event.RequestEvent;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Spring MVC adds to the contract: many ways to fail. */
abstract class BookshopContract extends HttpServerContract {
    private @Nullable RunningBookshop bookshop;

    abstract RunningBookshop run();

    @Override
    protected final URI start() {
        RunningBookshop started = run();
        bookshop = started;
        return started.address();
    }

    @Override
    protected final void stop() {
        if (bookshop != null) {
            bookshop.close();
        }
    }

    @Override
    protected final List<String> threads() {
        return Bookshop.THREADS;
    }

    @Override
    protected final List<Executor> pools() {
        return List.of(Threads.WORKER, Objects.requireNonNull(bookshop).executor());
    }

    @Override
    protected final boolean forwards() {
        return true;
    }

    /** Each is one request, under the route that was called, not under that of the error page. */
    @ParameterizedTest
    @CsvSource({
        "/send-error, 422,",
        "/deferred-broken, 500, java.lang.IllegalStateException",
        "/deferred-sold-out, 410, dev.tidemark.ingest.contract.HttpServerContract$SoldOutException",
        "/deferred-timeout, 503, org.springframework.web.context.request.async.AsyncRequestTimeoutException",
        "/callable-conflict, 409, org.springframework.web.server.ResponseStatusException",
        "/no-number, 400, org.springframework.web.method.annotation.MethodArgumentTypeMismatchException",
    })
    void request_failingInManyWays_isOneOfTheRouteThatWasCalled(String path, int status, @Nullable String error)
            throws Exception {
        assertThat(get(path + "/x").statusCode()).isEqualTo(status);

        RequestEvent event = request();
        assertThat(event.route()).isEqualTo(path + "/{id}");
        assertThat(event.status()).isEqualTo(status);
        assertThat(event.errorType()).isEqualTo(error);
    }

    /** No method of the controller takes this. */
    @ParameterizedTest
    @CsvSource({"POST, text/csv, 415", "PATCH, text/csv, 405"})
    void request_thatNoMethodTakes_hasTheRoute(String method, String type, int status) throws Exception {
        assertThat(send(method, "/typed/1", "Content-Type", type).statusCode()).isEqualTo(status);

        assertThat(request().route()).isEqualTo("/typed/{id}");
        assertThat(request().status()).isEqualTo(status);
    }

    @Test
    void request_thatAFilterRefusesThroughTheResolvers_isAnsweredAsWithoutTidemark() throws Exception {
        assertThat(get("/gated").statusCode()).isEqualTo(401);

        assertThat(request().status()).isEqualTo(401);
    }
}
