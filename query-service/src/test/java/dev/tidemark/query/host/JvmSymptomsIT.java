package dev.tidemark.query.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.Symptom.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two JVMs: the heap of one gets full, and the other one works as usual. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JvmSymptomsIT {
    private static final Instant ONSET = Instant.parse("2026-11-21T09:37:00Z");

    private final Store store = Store.create();
    private final TestClock clock = new TestClock(ONSET);
    private final QueryServer server =
            QueryServer.settings().postgres(store.jdbcUrl()).clock(clock).start();

    @BeforeAll
    void store() throws SQLException {
        samples("shop-1", "jvm_gc_percent", 0.5, 21);
        samples("shop-1", "jvm_gc_longest_pause_ms", 4, 68);
        samples("shop-2", "jvm_gc_percent", 0.5, 0.5);
        samples("shop-2", "jvm_gc_longest_pause_ms", 4, 4);
    }

    private void samples(String instance, String name, double before, double after) throws SQLException {
        Map<Instant, Double> values = new HashMap<>();
        for (Instant at = ONSET.minus(Duration.ofMinutes(30));
                at.isBefore(ONSET.plus(Duration.ofHours(7)));
                at = at.plusSeconds(20)) {
            values.put(at, at.isBefore(ONSET) ? before : after);
        }
        store.samples("system", "shop", instance, Map.of("host", "h1", "collector", "G1"), name, values);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void jvmThatCollectsGarbage_isNamed_untilItIsUsual() {
        JvmSymptoms symptoms = server.bean(JvmSymptoms.class);
        clock.set(ONSET);
        assertThat(symptoms.symptoms()).isEmpty();

        clock.set(ONSET.plusSeconds(60));
        assertThat(symptoms.symptoms()).singleElement().satisfies(symptom -> {
            assertThat(symptom.severity()).isEqualTo(Severity.DEGRADED);
            assertThat(symptom.text())
                    .startsWith("the JVM shop-1 of shop collects garbage for 2")
                    .contains(" of the time instead of 0.5", "up to 68 ms at a time", ". Next: ");
        });

        clock.set(ONSET.plus(Duration.ofHours(6)));
        assertThat(symptoms.symptoms()).extracting(Symptom::severity).containsExactly(Severity.NOTE);
    }
}
