package dev.tidemark.query.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockTickerTest {
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final Cache<String, Integer> cache = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofSeconds(10))
            .ticker(new ClockTicker(() -> now))
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "-PT1H", "P8D", "-P8D", "P365D", "-P365D"})
    void entries_afterAStepOfTheClock_areExpired(Duration step) {
        cache.put("a", 1);
        now = now.plus(step);
        assertThat(cache.getIfPresent("a")).isNull();
        cache.put("a", 2);
        now = now.plusSeconds(9);
        assertThat(cache.getIfPresent("a")).isEqualTo(2);
        now = now.plusSeconds(2);
        assertThat(cache.getIfPresent("a")).isNull();
    }

    @Test
    void entries_expireByTheClock() {
        cache.put("a", 1);
        now = now.plusSeconds(9);
        assertThat(cache.getIfPresent("a")).isEqualTo(1);
        now = now.plusSeconds(2);
        assertThat(cache.getIfPresent("a")).isNull();
    }
}
