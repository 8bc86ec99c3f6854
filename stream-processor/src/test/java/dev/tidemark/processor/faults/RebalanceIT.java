package dev.tidemark.processor.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processors join and leave every few seconds, in order and not; some come back by the same name without their windows. */
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RebalanceIT {
    private static final Duration PAUSE = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    @Test
    void comingAndGoing_isExact() throws Exception {
        try (Stage stage =
                Stage.on("f. instances join and leave every 4 s, some come back without their state", folder)) {
            comeAndGo(stage, 10);

            stage.assertExact();
        }
    }

    @Test
    void comingAndGoingWithoutTheCommitHook_isSeen() throws Exception {
        try (Stage stage = Stage.on("f. control: flush not tied to the commit", folder)) {
            comeAndGo(stage, 4, Mechanism.FLUSH_IN_COMMIT);

            stage.assertViolated("windows with a wrong count");
        }
    }

    private static void comeAndGo(Stage stage, int rounds, Mechanism... without) throws Exception {
        Traffic traffic = stage.traffic();
        traffic.begin(400);
        Deque<Processor> running = new ArrayDeque<>();
        running.add(stage.faulty("0", without).start());
        for (int round = 1; round <= rounds; round++) {
            running.add(stage.faulty(Integer.toString(round), without).start());
            Stage.letPass(PAUSE);
            Processor leaving = running.remove();
            if (round % 3 == 1) {
                comeBackWithoutState(stage, leaving);
            }
            if (round % 2 == 0) {
                leaving.stop();
            } else {
                leaving.kill();
            }
            stage.fault();
            Stage.letPass(PAUSE);
        }
        stage.awaitCounted(400);
        traffic.end();
    }

    /** Its session lives on, so it gets what it had, and has to fetch all windows of it from the changelogs. */
    private static void comeBackWithoutState(Stage stage, Processor processor) throws Exception {
        Stage.await("windows to lose", processor::hasWindows);
        processor.kill();
        processor.loseState();
        stage.fault();
        processor.start();
        Stage.await("windows that are fetched anew", processor::hasWindows);
        Stage.letPass(PAUSE);
    }
}
