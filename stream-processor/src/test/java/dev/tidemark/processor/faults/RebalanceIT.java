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

/**
 * Processors join and leave every few seconds, cleanly and not; some return with the same instance id but without their
 * windows.
 */
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RebalanceIT {
    private static final Duration PAUSE = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    @Test
    void joiningAndLeaving_isExact() throws Exception {
        try (Scenario scenario =
                Scenario.on("f. instances join and leave every 4 s, some come back without their state", folder)) {
            comeAndGo(scenario, 10);

            scenario.assertExact();
        }
    }

    @Test
    void joiningAndLeavingWithoutTheCommitHook_isDetected() throws Exception {
        try (Scenario scenario = Scenario.on("f. control: flush not tied to the commit", folder)) {
            comeAndGo(scenario, 4, Mechanism.FLUSH_IN_COMMIT);

            scenario.assertViolated("windows with a wrong count");
        }
    }

    private static void comeAndGo(Scenario scenario, int rounds, Mechanism... without) throws Exception {
        Traffic traffic = scenario.traffic();
        traffic.begin(400);
        Deque<Processor> running = new ArrayDeque<>();
        running.add(scenario.faulty("0", without).start());
        for (int round = 1; round <= rounds; round++) {
            running.add(scenario.faulty(Integer.toString(round), without).start());
            Scenario.letPass(PAUSE);
            Processor leaving = running.remove();
            if (round % 3 == 1) {
                comeBackWithoutState(scenario, leaving);
            }
            if (round % 2 == 0) {
                leaving.stop();
            } else {
                leaving.kill();
            }
            scenario.fault();
            Scenario.letPass(PAUSE);
        }
        scenario.awaitCounted(400);
        traffic.end();
    }

    /** Its session is still open, so it gets its partitions back and must restore all their windows from the changelogs. */
    private static void comeBackWithoutState(Scenario scenario, Processor processor) throws Exception {
        Scenario.await("windows to lose", processor::hasWindows);
        processor.kill();
        processor.loseState();
        scenario.fault();
        processor.start();
        Scenario.await("restored windows", processor::hasWindows);
        Scenario.letPass(PAUSE);
    }
}
