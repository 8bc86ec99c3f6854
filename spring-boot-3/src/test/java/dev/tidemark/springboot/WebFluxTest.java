package dev.tidemark.springboot;

import dev.tidemark.ingest.contract.HttpServerContract;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

@Tag("java17")
class WebFluxTest extends HttpServerContract {
    private @Nullable RunningBookshop bookshop;

    @Override
    protected URI start() {
        RunningBookshop started = RunningBookshop.onWebFlux();
        bookshop = started;
        return started.address();
    }

    @Override
    protected List<String> threads() {
        return FluxBookshop.threads();
    }

    @Override
    protected void stop() {
        if (bookshop != null) {
            bookshop.close();
        }
    }
}
