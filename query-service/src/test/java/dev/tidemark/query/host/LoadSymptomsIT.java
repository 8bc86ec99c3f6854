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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The heap of one of two JVMs gets full. The processors and the disk of one of two hosts get busy; those of the other one are as busy at this time of each
 * day.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadSymptomsIT {
    private static final Instant ONSET = Instant.parse("2026-11-21T09:37:00Z");

    private final Store store = Store.create();
    private final TestClock clock = new TestClock(ONSET);
    private final QueryServer server =
            QueryServer.settings().postgres(store.jdbcUrl()).clock(clock).start();

    @BeforeAll
    void store() throws SQLException {
        Map<String, String> jvm = Map.of("host", "h1", "collector", "G1");
        samples("shop-1", jvm, "jvm_gc_percent", ONSET, 0.5, 21);
        samples("shop-1", jvm, "jvm_gc_longest_pause_ms", ONSET, 4, 68);
        samples("shop-2", jvm, "jvm_gc_percent", ONSET, 0.5, 0.5);
        samples("shop-2", jvm, "jvm_gc_longest_pause_ms", ONSET, 4, 4);
        for (String host : List.of("h1", "nightly")) {
            boolean isNightly = host.equals("nightly");
            Map<String, String> disk = Map.of("host", host, "device", "sda");
            // Two services on one host measure the same.
            for (String instance : List.of(host + "-1", host + "-2")) {
                samples(instance, Map.of("host", host), "cpu_percent", ONSET, 30, 98);
                samples(instance, disk, "device_utilization_percent", ONSET, 10, 92);
                samples(instance, disk, "device_await_ms", ONSET, 0.4, 3);
            }
            samples(host + "-1", Map.of("host", host, "process", "java (1)"), "process_cpu_percent", ONSET, 40, 40);
            samples(host + "-1", Map.of("host", host, "process", "gzip (2)"), "process_cpu_percent", ONSET, 0, 99);
            if (isNightly) {
                Instant yesterday = ONSET.minus(Duration.ofDays(1)).plusSeconds(300);
                samples(host + "-1", Map.of("host", host), "cpu_percent", yesterday, 30, 98);
                samples(host + "-1", disk, "device_utilization_percent", yesterday, 10, 92);
            }
        }
    }

    /** From half an hour before to six hours after an onset; often only where the present is looked at. */
    private void samples(
            String instance, Map<String, String> labels, String name, Instant onset, double before, double after)
            throws SQLException {
        Map<Instant, Double> values = new HashMap<>();
        Instant end = onset.plus(Duration.ofHours(6));
        for (Instant at = onset.minus(Duration.ofMinutes(30)); !at.isAfter(end); ) {
            values.put(at, at.isBefore(onset) ? before : after);
            boolean isOnset = at.isAfter(onset.minusSeconds(150)) && at.isBefore(onset.plusSeconds(90));
            boolean isPresent = isOnset || !at.isBefore(end.minusSeconds(120));
            at = at.plusSeconds(isPresent ? 10 : 60);
        }
        store.samples("system", "shop", instance, labels, name, values);
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

    @Test
    void hostThatIsBusierThanUsual_isNamed_withTheProcess_andNotTheOneThatAlwaysIsAtThisTime() {
        HostLoadSymptoms symptoms = server.bean(HostLoadSymptoms.class);
        clock.set(ONSET.plusSeconds(30));
        assertThat(symptoms.symptoms()).as("not for a minute yet").isEmpty();

        clock.set(ONSET.plusSeconds(70));
        assertThat(symptoms.symptoms())
                .allSatisfy(symptom -> assertThat(symptom.severity()).isEqualTo(Severity.NOTE))
                .extracting(Symptom::text)
                .satisfiesExactly(
                        text -> assertThat(text)
                                .startsWith("the processors of host h1 are 98")
                                .contains("busy instead of 30", "; the process gzip (2) takes 99"),
                        text -> assertThat(text)
                                .startsWith("the disk sda of host h1 is 92")
                                .contains("busy instead of 10", "an access takes 3", "instead of 0.4"));

        clock.set(ONSET.plus(Duration.ofHours(6)));
        assertThat(symptoms.symptoms()).as("usual").isEmpty();
    }
}
