package dev.tidemark.springboot;

import org.junit.jupiter.api.Tag;

@Tag("java17")
class TomcatTest extends BookshopContract {
    @Override
    RunningBookshop run() {
        return RunningBookshop.onTomcat();
    }
}
