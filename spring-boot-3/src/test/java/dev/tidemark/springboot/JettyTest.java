package dev.tidemark.springboot;

import dev.tidemark.ingest.contract.HttpServerContract;
import dev.tidemark.ingest.contract.Threads;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
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

    @Override
    protected List<String> threads() {
        return Bookshop.THREADS;
    }

    @Override
    protected List<Executor> pools() {
        return List.of(Threads.WORKER, Objects.requireNonNull(bookshop).executor());
    }

    @Override
    protected boolean forwards() {
        return true;
    }

    @Override
    protected void stop() {
        if (bookshop != null) {
            bookshop.close();
        }
    }
}
