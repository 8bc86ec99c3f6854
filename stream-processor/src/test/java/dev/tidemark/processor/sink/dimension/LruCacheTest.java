package dev.tidemark.processor.sink.dimension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.consumer.HeapBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LruCacheTest {
    private static final long ALL_BYTES = 60 << 20;
    private static final long BYTES = IdCache.SERVICES.bytes(ALL_BYTES);

    private final LruCache<String> cache =
            new LruCache<>(IdCache.SERVICES, CardinalityLimits.defaults(), HeapBytes::of);

    private static String name(int i, int length) {
        return i + "ж".repeat(length - Integer.toString(i).length());
    }

    @Test
    void shares_addUpToTheWhole() {
        assertThat(Arrays.stream(IdCache.values())
                        .mapToLong(cache -> cache.caches() * cache.bytes(ALL_BYTES))
                        .sum())
                .isEqualTo(ALL_BYTES);
    }

    @Test
    void caches_areOnThePageOfLimits() throws IOException {
        String page = Files.readString(Path.of("../docs/limits.md"));

        assertThat(IdCache.values())
                .allSatisfy(each -> assertThat(page)
                        .contains(String.format(
                                Locale.ROOT,
                                "| `IdCache.%s` | %,d ids, %d MiB%s |",
                                each,
                                each.capacity(),
                                each.bytes(ALL_BYTES) >> 20,
                                each.caches() == 1 ? "" : ", for each of " + each.caches())));
    }

    @Test
    void shortNames_areLimitedInNumber() {
        for (int i = 0; i < 10_000; i++) {
            cache.put(name(i, 5), i);
        }

        assertThat(cache.size()).isEqualTo(2_000);
        assertThat(cache.bytes()).isLessThan(BYTES);
        assertThat(cache.get(name(7_999, 5))).isNull();
        assertThat(cache.get(name(8_000, 5))).isEqualTo(8_000);
    }

    @Test
    void longNames_areLimitedInBytes_andTheEldestGo() {
        for (int i = 0; i < 2_000; i++) {
            cache.put(name(i, 4_096), i);
            cache.get(name(0, 4_096));
            assertThat(cache.bytes()).isLessThanOrEqualTo(BYTES);
        }

        assertThat(cache.size()).isBetween(100, 127);
        assertThat(cache.get(name(0, 4_096))).as("it was used").isEqualTo(0);
        assertThat(cache.get(name(1, 4_096))).isNull();
    }

    @Test
    void sameName_isWeighedOnce_andAClearedCacheIsEmpty() {
        cache.put("a", 1);
        long bytes = cache.bytes();
        cache.put("a", 2);
        assertThat(cache.bytes()).isEqualTo(bytes).isPositive();
        assertThat(cache.get("a")).isEqualTo(2);

        cache.turnTo(LocalDate.parse("2026-03-30"));
        assertThat(cache.bytes()).isZero();
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void nameLargerThanTheCache_isNotKept_andTheOthersStay() {
        cache.put("a", 1);
        cache.put(name(2, 1 << 20), 2);

        assertThat(cache.get("a")).isEqualTo(1);
        assertThat(cache.size()).isEqualTo(1);
    }
}
