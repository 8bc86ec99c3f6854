package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills the processor with SIGKILL at critical moments. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KilledIT {
    private static final String MID_COPY = "mid-COPY";
    private static final String AFTER_COMMIT = "sink-requests.after-commit";
    /** The broker has everything except the end of the transaction. */
    private static final String BEFORE_KAFKAS_COMMIT = "streams.before-end";
    /** Longer than a sink needs to store what it can read. */
    private static final int HEARTBEATS_TO_STORE = 3;

    private static final List<String> POINTS = List.of(
            "sink-requests.before-copy",
            MID_COPY,
            AFTER_COMMIT,
            BEFORE_KAFKAS_COMMIT,
            "deltas-hook.before-commit",
            "windows-hook.before-commit",
            "sink-rollups.before-commit",
            "sink-calls.before-copy",
            "sink-calls.before-commit",
            "sink-calls.after-commit");

    @TempDir
    Path folder;

    @Test
    void threeTimes_isExact() throws Exception {
        killAndCheck(
                "a. kill -9: mid-COPY, after PostgreSQL's commit, before Kafka's",
                MID_COPY,
                AFTER_COMMIT,
                BEFORE_KAFKAS_COMMIT);
    }

    @Test
    @Tag("faults")
    void twentyTimes_isExact() throws Exception {
        String[] points = new String[20];
        for (int i = 0; i < points.length; i++) {
            points[i] = POINTS.get(i % POINTS.size());
        }
        killAndCheck("a. kill -9, 20 times in a row, at ten places", points);
    }

    private void killAndCheck(String title, String... points) throws Exception {
        try (Scenario scenario = Scenario.on(title, folder);
                Traffic traffic = scenario.traffic();
                Processor processor = scenario.faulty("one");
                MidCopy gate = new MidCopy(scenario.database)) {
            traffic.begin(400);
            for (String point : points) {
                processor.start();
                scenario.awaitStored(200);
                if (point.equals(MID_COPY)) {
                    gate.closeAndAwait();
                    processor.kill();
                    gate.open();
                } else {
                    processor.killAt(point);
                }
                scenario.fault();
            }
            processor.start();
            traffic.end();

            scenario.assertExact();
        }
    }

    @Test
    @Tag("faults")
    void offsetAfterTheTransaction_isDetected() throws Exception {
        try (Scenario scenario = Scenario.on("a. control: offset outside of the transaction", folder);
                Traffic traffic = scenario.traffic();
                Processor processor = scenario.faulty("one", Mechanism.OFFSET_IN_TRANSACTION)) {
            traffic.begin(400);
            processor.start();
            scenario.awaitStored(200);
            processor.killAt("sink-requests.between-commits");
            scenario.fault();
            processor.start();
            traffic.end();

            scenario.assertViolated("raw rows duplicated");
        }
    }

    /** Each stores one partition of the calls topic; both partitions have summaries of the same operations and windows. */
    @Test
    @Tag("faults")
    void sinksOfCalls_killedInTurn_areExact() throws Exception {
        try (Scenario scenario = Scenario.on("a. kill -9 of two sinks of calls in turn, 12 times", folder);
                Traffic traffic = scenario.traffic()) {
            traffic.begin(400);
            List<Processor> processors = List.of(
                    scenario.faulty("one").start(), scenario.faulty("two").start());
            for (int i = 0; i < 12; i++) {
                scenario.awaitStored(200);
                Processor killed = processors.get(i % 2);
                killed.killAt("sink-calls."
                        + List.of("before-offsets", "before-commit", "after-commit")
                                .get(i / 2 % 3));
                scenario.fault();
                killed.start();
            }
            traffic.end();

            scenario.assertExact();
        }
    }

    @Test
    @Tag("faults")
    void offsetOfCallsAfterTheTransaction_isDetected() throws Exception {
        try (Scenario scenario = Scenario.on("a. control: offset of calls outside of the transaction", folder);
                Traffic traffic = scenario.traffic();
                Processor processor = scenario.faulty("one", Mechanism.OFFSET_IN_TRANSACTION)) {
            traffic.begin(400);
            processor.start();
            scenario.awaitStored(200);
            processor.killAt("sink-calls.between-commits");
            scenario.fault();
            processor.start();
            traffic.end();

            scenario.assertViolated("call windows with wrong sums");
        }
    }

    @Test
    @Tag("faults")
    void windowsOfAnOpenTransaction_areNotStored_andItsKillIsExact() throws Exception {
        String title = "a. kill -9 before a transaction's end, windows in it";
        try (Scenario scenario = Scenario.on(title, folder)) {
            assertThat(storedOfATransactionThatIsKilled(scenario)).as(title).isEmpty();

            scenario.assertExact();
        }
    }

    /**
     * Negative control. In the end the state is correct, because the windows are published again. Until then,
     * PostgreSQL contains windows that may never be committed, and a processor that lost its partitions could overwrite
     * newer windows with them.
     */
    @Test
    @Tag("faults")
    void windowsReadUncommitted_areDetected() throws Exception {
        try (Scenario scenario = Scenario.on("a. control: the sink reads what is not committed", folder)) {
            List<String> stored = storedOfATransactionThatIsKilled(scenario, Mechanism.ROLLUPS_READ_COMMITTED);

            scenario.assertViolated("windows stored before they were committed", found -> stored);
        }
    }

    private static List<String> storedOfATransactionThatIsKilled(Scenario scenario, Mechanism... without) {
        Traffic traffic = scenario.traffic();
        Processor processor = scenario.faulty("one", without).start();
        traffic.begin(400);
        scenario.awaitCounted(200);
        OpenTransaction.await(scenario, processor, BEFORE_KAFKAS_COMMIT, Topics.ROLLUPS.name());
        scenario.awaitHeartbeats(Topics.ROLLUPS.name(), HEARTBEATS_TO_STORE);
        List<String> stored = OpenTransaction.stored(scenario);
        processor.kill();
        scenario.fault();
        processor.start();
        traffic.end();
        return stored;
    }

    /** Deltas are not absolute values: those of an aborted transaction are sent again with the requests they came from. */
    @Test
    @Tag("faults")
    void deltasReadUncommitted_areDetected() throws Exception {
        try (Scenario scenario = Scenario.on("a. control: the second stage reads what is not committed", folder);
                Traffic traffic = scenario.traffic();
                Processor processor = scenario.faulty("one", Mechanism.DELTAS_READ_COMMITTED)) {
            traffic.begin(400);
            for (int i = 0; i < 3; i++) {
                processor.start();
                scenario.awaitCounted(400);
                OpenTransaction.await(scenario, processor, BEFORE_KAFKAS_COMMIT, SettledState.DELTAS);
                processor.kill();
                scenario.fault();
            }
            processor.start();
            traffic.end();

            scenario.assertViolated("windows with a wrong count");
        }
    }

    @Test
    @Tag("faults")
    void flushOutsideTheCommit_isDetected() throws Exception {
        try (Scenario scenario = Scenario.on("a. control: flush not tied to the commit", folder);
                Traffic traffic = scenario.traffic();
                Processor processor = scenario.faulty("one", Mechanism.FLUSH_IN_COMMIT)) {
            traffic.begin(400);
            for (int i = 0; i < 3; i++) {
                processor.start();
                // Waits for windows, because the sink starts before the topology.
                scenario.awaitCounted(400);
                processor.kill();
                scenario.fault();
            }
            processor.start();
            traffic.end();

            scenario.assertViolated("windows with a wrong count");
        }
    }
}
