package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkipPathsTest {
    private final SkipPaths paths = new SkipPaths(List.of("/health", "/internal/"));

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/", "/health/live/x", "/internal", "/internal/x"})
    void contains_pathOrBelowIt_isSkipped(String path) {
        assertThat(paths.contains(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/healthy",
                "/heal",
                "/api/health",
                "/internals",
                "/Health",
                "/(ealth",
                "/orders/health",
                "/Ω"
            })
    void contains_otherPath_isNot(String path) {
        assertThat(paths.contains(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/orders", ""})
    void contains_rootIsSkipped_everythingIs(String path) {
        assertThat(new SkipPaths(List.of("/health", "/")).contains(path)).isTrue();
    }
}
