package dev.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final RateLimiter limiter = new RateLimiter(Duration.ofNanos(10), now::get);

    @Test
    void permit_withinTheInterval_isRefusedAndCounted() {
        assertThat(limiter.permit()).hasValue(0);
        now.addAndGet(9);
        assertThat(limiter.permit()).isEmpty();
        assertThat(limiter.permit()).isEmpty();

        now.addAndGet(1);

        assertThat(limiter.permit()).hasValue(2);
        assertThat(limiter.permit()).isEmpty();
    }
}
