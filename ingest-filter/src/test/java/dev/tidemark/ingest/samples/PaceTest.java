package dev.tidemark.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.metric.Gauge.Frequency;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class PaceTest {
    private long now;
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void reading_thatIsQuick_isAsOftenAsTheFrequencySays() {
        Pace pace = new Pace(Frequency.QUARTER_MINUTE, () -> now);

        assertThat(runsWithin(pace, Duration.ofMinutes(1), Duration.ZERO)).isEqualTo(4);
    }

    @Test
    void reading_thatTakesLong_isLessOften() {
        Pace pace = new Pace(Frequency.QUARTER_MINUTE, () -> now);

        // 200 ms every 50 s: 0.4 % of the time.
        assertThat(runsWithin(pace, Duration.ofMinutes(5), Duration.ofMillis(200)))
                .isBetween(5, 6);
    }

    @Test
    void reading_howeverLongItTakes_isNotForgotten() {
        Pace pace = new Pace(Frequency.MINUTE, () -> now);

        assertThat(runsWithin(pace, Duration.ofMinutes(12), Duration.ofSeconds(20)))
                .isGreaterThanOrEqualTo(2);
        assertThat(Frequency.MINUTE.lifetime()).isGreaterThan(Duration.ofMinutes(4));
    }

    private int runsWithin(Pace pace, Duration time, Duration cost) {
        for (long end = now + time.toNanos();
                now < end;
                now += Duration.ofSeconds(5).toNanos()) {
            pace.run(() -> {
                runs.incrementAndGet();
                now += cost.toNanos();
            });
        }
        return runs.get();
    }
}
