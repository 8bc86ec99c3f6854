package dev.tidemark.springboot;

import dev.tidemark.ingest.contract.HttpServerContract;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

@Tag("java17")
class TomcatTest extends HttpServerContract {
    private @Nullable RunningBookshop bookshop;

    @Override
    protected URI start() {
        RunningBookshop started = RunningBookshop.onTomcat();
        bookshop = started;
        return started.address();
    }

    @Override
    protected void stop() {
        if (bookshop != null) {
            bookshop.close();
        }
    }
}
