package dev.tidemark.processor.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 where it hurts. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KilledIT {
    private static final String MID_COPY = "mid-COPY";
    private static final String AFTER_COMMIT = "sink-requests.after-commit";
    private static final String BEFORE_KAFKAS_COMMIT = "deltas-hook.before-commit";
    private static final List<String> POINTS = List.of(
            "sink-requests.before-copy",
            MID_COPY,
            AFTER_COMMIT,
            BEFORE_KAFKAS_COMMIT,
            "windows-hook.before-commit",
            "sink-rollups.before-commit");

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
        killAndCheck("a. kill -9, 20 times in a row, at six places", points);
    }

    private void killAndCheck(String scenario, String... points) throws Exception {
        try (Stage stage = Stage.on(scenario, folder);
                Traffic traffic = stage.traffic();
                Processor processor = stage.faulty("one");
                MidCopy gate = new MidCopy(stage.database)) {
            traffic.begin(400);
            for (String point : points) {
                processor.start();
                stage.awaitStored(200);
                if (point.equals(MID_COPY)) {
                    gate.closeAndAwait();
                    processor.kill();
                    gate.open();
                } else {
                    processor.killAt(point);
                }
                stage.fault();
            }
            processor.start();
            traffic.end();

            stage.assertExact();
        }
    }

    @Test
    @Tag("faults")
    void offsetBehindTheTransaction_isSeen() throws Exception {
        try (Stage stage = Stage.on("a. control: offset outside of the transaction", folder);
                Traffic traffic = stage.traffic();
                Processor processor = stage.faulty("one", Mechanism.OFFSET_IN_TRANSACTION)) {
            traffic.begin(400);
            processor.start();
            stage.awaitStored(200);
            processor.killAt("sink-requests.between-commits");
            stage.fault();
            processor.start();
            traffic.end();

            stage.assertViolated("raw rows duplicated");
        }
    }

    @Test
    @Tag("faults")
    void flushThatIsNotTiedToTheCommit_isSeen() throws Exception {
        try (Stage stage = Stage.on("a. control: flush not tied to the commit", folder);
                Traffic traffic = stage.traffic();
                Processor processor = stage.faulty("one", Mechanism.FLUSH_IN_COMMIT)) {
            traffic.begin(400);
            for (int i = 0; i < 3; i++) {
                processor.start();
                // In windows: the sink is at work before the topology is.
                stage.awaitCounted(400);
                processor.kill();
                stage.fault();
            }
            processor.start();
            traffic.end();

            stage.assertViolated("windows with a wrong count");
        }
    }
}
