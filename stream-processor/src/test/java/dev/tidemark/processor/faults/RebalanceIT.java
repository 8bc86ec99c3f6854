package dev.tidemark.processor.faults;

import dev.tidemark.embedded.process.Binaries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processors join and leave every few seconds, in order and not, and their folders with them. */
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RebalanceIT {
    private static final Duration PAUSE = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    @Test
    void comingAndGoing_isExact() throws Exception {
        try (Stage stage = Stage.on("f. instances join and leave every 4 s, their state folders deleted", folder)) {
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
            if (round % 2 == 0) {
                leaving.stop();
            } else {
                leaving.kill();
            }
            Binaries.delete(leaving.state());
            stage.fault();
            Stage.letPass(PAUSE);
        }
        stage.awaitCounted(400);
        traffic.end();
    }
}
