package dev.tidemark.springboot;

import org.junit.jupiter.api.Tag;

@Tag("java17")
class JettyTest extends BookshopContract {
    @Override
    RunningBookshop run() {
        return RunningBookshop.onJetty();
    }

    /** Jetty's have an API of their own, which is not on the class path. */
    @Override
    protected boolean hasWebSockets() {
        return false;
    }
}
