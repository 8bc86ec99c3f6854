package dev.tidemark.processor.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class StartProgressTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

    private Instant now = BEGIN;

    @Test
    void step_isReported_untilStartupIsDone() {
        InstantSource source = () -> now;
        StartProgress progress = new StartProgress(source.withZone(ZoneOffset.UTC), "waiting for Kafka");
        now = BEGIN.plusSeconds(5);
        assertThat(progress.problems()).containsExactly(new Problem("process", "waiting for Kafka", BEGIN));

        progress.now("migrating");
        now = BEGIN.plusSeconds(9);
        assertThat(progress.problems()).containsExactly(new Problem("process", "migrating", BEGIN.plusSeconds(5)));

        progress.done();
        assertThat(progress.problems()).isEmpty();
    }
}
