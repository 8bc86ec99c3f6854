package dev.tidemark.processor.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockWatchTest {
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private long nanos = Long.MAX_VALUE - 5_000_000_000L;
    private final ClockWatch watch = new ClockWatch(() -> now, () -> nanos);

    @AfterEach
    void close() {
        watch.close();
    }

    private void pass(Duration real, Duration step) {
        now = now.plus(real).plus(step);
        nanos += real.toNanos();
        watch.look();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1H", "-P8D", "-P365D"})
    void clockSetBack_needsARestart_untilItHasCaughtUp(Duration step) {
        pass(Duration.ofSeconds(10), step);
        assertThat(watch.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text())
                        .isEqualTo("the machine's clock was set back by " + step.negated()
                                + ", and Kafka's clients wait until it has caught up"));
        pass(Duration.ofSeconds(10), Duration.ZERO);
        assertThat(watch.problems()).hasSize(1);
        pass(Duration.ofSeconds(10), step.negated());
        assertThat(watch.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "P8D", "P365D"})
    void clockSetForward_needsARestartOnlyWhenThatIsTakenBack(Duration step) {
        pass(Duration.ofSeconds(1), step);
        assertThat(watch.problems()).isEmpty();
        pass(Duration.ofSeconds(1), step.negated());
        assertThat(watch.problems()).hasSize(1);
    }

    @Test
    void slowDifferences_needNothing() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(10), Duration.ofSeconds(-1));
            pass(Duration.ofSeconds(10), Duration.ofSeconds(1));
            pass(Duration.ofSeconds(10), Duration.ofSeconds(-1));
        }
        assertThat(watch.problems()).isEmpty();
    }
}
