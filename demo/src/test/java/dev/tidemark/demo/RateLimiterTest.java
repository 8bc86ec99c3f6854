package dev.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Pace pace = new Pace(Duration.ofNanos(10), now::get);

    @Test
    void permit_withinTheInterval_isRefusedAndCounted() {
        assertThat(pace.permit()).hasValue(0);
        now.addAndGet(9);
        assertThat(pace.permit()).isEmpty();
        assertThat(pace.permit()).isEmpty();

        now.addAndGet(1);

        assertThat(pace.permit()).hasValue(2);
        assertThat(pace.permit()).isEmpty();
    }
}
