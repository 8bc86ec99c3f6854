package dev.tidemark.quarkus;

import dev.tidemark.ingest.contract.HttpServerContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
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
}
