package dev.tidemark.wire.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.sketch.LatencySketch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollupConflictTest {
    private static final RollupKey KEY = new RollupKey(new Series("shop", "GET", "/a"), Tier.ONE_HOUR, 0);
    private static final LatencySketch TWO = new LatencySketch();

    static {
        TWO.add(10);
        TWO.add(30);
    }

    @Test
    void windowOfRequests_hasNone() {
        assertThat(rollup(2, 1, List.of(0L, 1L, 0L, 0L, 1L), 40, 10, 30, 0).conflict())
                .isNull();
        assertThat(Rollup.conflict(
                        Rollup.MAX_COUNT, 0, 0, Long.MAX_VALUE, 0, RequestEvent.MAX_DURATION_MICROS, Rollup.MAX_COUNT))
                .isNull();
        assertThat(Rollup.conflict(1, 1, 0, 0, 0, 0, 1)).isNull();
    }

    @Test
    void contradiction_isNamed() {
        assertThat(Rollup.conflict(1L << 62, 0, 0, 0, 0, 0, 1L << 62))
                .isEqualTo("count 4611686018427387904: expected 1 to 68719476736");
        assertThat(Rollup.conflict(0, 0, 0, 0, 0, 0, 0)).isEqualTo("count 0: expected 1 to 68719476736");
        assertThat(Rollup.conflict(-1, 0, 0, 0, 0, 0, -1)).startsWith("count -1: expected");
        assertThat(Rollup.conflict(2, 3, 0, 40, 10, 30, 2)).isEqualTo("errors 3: expected 0 to the count of 2");
        assertThat(Rollup.conflict(2, -1, 0, 40, 10, 30, 2)).startsWith("errors -1: expected");
        assertThat(Rollup.conflict(2, 0, 0, 40, 10, 30, 3))
                .isEqualTo("a sketch of 3 durations: expected the count of 2");
        assertThat(Rollup.conflict(2, 0, 0, 40, 31, 30, 2))
                .isEqualTo("min_us 31 and max_us 30: expected 0 <= min_us <= max_us <= 604800000000");
        assertThat(Rollup.conflict(2, 0, 0, 40, -1, 30, 2)).startsWith("min_us -1");
        assertThat(Rollup.conflict(2, 0, 0, Long.MAX_VALUE, 0, Long.MAX_VALUE, 2))
                .startsWith("min_us 0 and max_us 92");
        assertThat(Rollup.conflict(2, 0, 0, 29, 10, 30, 2))
                .isEqualTo("sum_us 29: expected at least the longest duration, 30");
        assertThat(Rollup.conflict(2, 0, 0, 61, 10, 30, 2))
                .isEqualTo("sum_us 61: expected 20 to 60, for 2 durations of 10 to 30");
        assertThat(Rollup.conflict(4, 0, 0, 39, 10, 30, 4)).startsWith("sum_us 39: expected 40 to 120");
        assertThat(Rollup.conflict(2, 0, 0, Long.MAX_VALUE, 10, 30, 2))
                .startsWith("sum_us 9223372036854775807: expected 20");
        assertThat(Rollup.conflict(Rollup.MAX_COUNT, 0, 0, Long.MAX_VALUE - 1, 1L << 32, 1L << 33, Rollup.MAX_COUNT))
                .startsWith("sum_us 9223372036854775806: expected 9223372036854775807 to 9223372036854775807");
        for (List<Long> classes : List.of(
                List.of(0L, 3L, 0L, 0L, 0L),
                List.of(0L, -1L, 0L, 0L, 0L),
                List.of(0L, 1L, 1L, 1L, 0L),
                List.of(2L, Long.MAX_VALUE, 0L, 0L, 0L))) {
            assertThat(rollup(2, 0, classes, 40, 10, 30, 0).conflict())
                    .isEqualTo("status classes " + classes
                            + ": expected 0 or more each, and the count of 2 at most in total");
        }
        assertThat(rollup(2, 0, List.of(0L, 2L, 0L, 0L, 0L), 40, 10, 30, -1).conflict())
                .isEqualTo("request_bytes -1 and response_bytes -1: expected 0 or more");
    }

    @Test
    void streams_haveNoDuration() {
        assertThat(Rollup.conflict(5, 2, 3, 40, 10, 30, 2)).isNull();
        assertThat(Rollup.conflict(3, 3, 3, 0, 0, 0, 0)).isNull();
        assertThat(Rollup.conflict(2, 0, 3, 40, 10, 30, 2)).isEqualTo("streams 3: expected 0 to the count of 2");
        assertThat(Rollup.conflict(2, 0, -1, 40, 10, 30, 3)).startsWith("streams -1: expected");
        assertThat(Rollup.conflict(5, 0, 3, 40, 10, 30, 5))
                .isEqualTo("a sketch of 5 durations: expected the count of 5 without 3 streams");
        assertThat(Rollup.conflict(3, 0, 3, 1, 0, 0, 0))
                .isEqualTo("sum_us 1: expected 0 to 0, for 0 durations of 0 to 0");
        assertThat(Rollup.conflict(5, 0, 3, 61, 10, 30, 2)).startsWith("sum_us 61: expected 20 to 60");
        assertThat(Rollup.conflict(3, 0, 3, 7, 7, 7, 0)).isNotNull();
    }

    private static Rollup rollup(
            long count, long errors, List<Long> classes, long sum, long min, long max, long bytes) {
        return new Rollup(KEY, count, errors, classes, Map.of(), sum, min, max, bytes, bytes, TWO);
    }
}
