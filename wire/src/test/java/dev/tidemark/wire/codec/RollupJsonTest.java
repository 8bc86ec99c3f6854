package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
final class RollupJsonTest {
    private static final RollupKey KEY = new RollupKey(new Series("shop", "GET", "/"), Tier.ONE_MINUTE, 0);

    @Test
    void encode_equalRollups_giveEqualBytesInAnyOrderOfErrors() {
        Map<String, Long> errors = new LinkedHashMap<>();
        Map<String, Long> reversed = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            errors.put("error-" + i, (long) i);
            reversed.put("error-" + (49 - i), (long) (49 - i));
        }

        assertThat(text(rollup(errors, 1_000))).isEqualTo(text(rollup(reversed, 1_000)));
    }

    @Test
    void encode_percentiles_lieBetweenMinimumAndMaximum() {
        assertThat(text(rollup(Map.of(), 20_000, 20_000)))
                .contains("\"p50_us\":20000,\"p95_us\":20000,\"p99_us\":20000");
        assertThat(text(rollup(Map.of(), 1_000))).contains("\"p50_us\":1000,\"p95_us\":1000,\"p99_us\":1000");
        assertThat(text(rollup(Map.of(), 0))).contains("\"p50_us\":0,\"p95_us\":0,\"p99_us\":0");
    }

    @Test
    void encode_percentiles_areReadFromTheSketch() {
        long[] hundred = new long[101];
        for (int i = 0; i <= 100; i++) {
            hundred[i] = i;
        }

        assertThat(text(rollup(Map.of(), hundred)))
                .containsPattern("\"p50_us\":50,\"p95_us\":9[456],\"p99_us\":(98|99|100),");
    }

    @Test
    void encode_keyFields_matchTheKeyRecord() {
        String key = new String(Codecs.ROLLUP_KEY_JSON.encode(KEY), UTF_8);

        assertThat(text(rollup(Map.of(), 5))).startsWith(key.substring(0, key.length() - 1) + ",");
    }

    private static Rollup rollup(Map<String, Long> errors, long... micros) {
        LatencySketch sketch = new LatencySketch();
        long min = Long.MAX_VALUE;
        long max = 0;
        for (long value : micros) {
            sketch.add(value);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new Rollup(KEY, micros.length, 0, List.of(0L, 0L, 0L, 0L, 0L), errors, 0, min, max, 0, 0, sketch);
    }

    private static String text(Rollup rollup) {
        return new String(Codecs.ROLLUP_JSON.encode(rollup), UTF_8);
    }
}
