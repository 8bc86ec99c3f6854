package dev.tidemark.springboot;

import dev.tidemark.ingest.contract.HttpServerContract;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

@Tag("java17")
class JettyTest extends HttpServerContract {
    private @Nullable RunningBookshop bookshop;

    @Override
    protected URI start() {
        RunningBookshop started = RunningBookshop.onJetty();
        bookshop = started;
        return started.address();
    }

    /** Jetty's have an API of their own, which is not on the class path. */
    @Override
    protected boolean hasWebSockets() {
        return false;
    }

    @Override
    protected void stop() {
        if (bookshop != null) {
            bookshop.close();
        }
    }
}
