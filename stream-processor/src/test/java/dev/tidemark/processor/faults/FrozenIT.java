package dev.tidemark.processor.faults;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A processor is stopped for longer than its session timeout, and does not know that its partitions have been reassigned. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FrozenIT {
    private static final String BEFORE_COPY = "sink-requests.before-copy";

    @TempDir
    Path folder;

    @Test
    @Tag("faults")
    void zombie_isFenced() throws Exception {
        try (Scenario scenario = Scenario.on("b. SIGSTOP past the session, partitions moved, SIGCONT", folder)) {
            Traffic traffic = freezeAndThaw(scenario);
            Scenario.await("the fence", () -> scenario.counter("sink_requests_fenced_total") > 0);
            traffic.end();

            scenario.assertExact();
        }
    }

    @Test
    @Tag("faults")
    void zombieWithoutTheFence_isDetected() throws Exception {
        try (Scenario scenario = Scenario.on("b. control: fence off", folder)) {
            Traffic traffic = freezeAndThaw(scenario, Mechanism.FENCE);
            traffic.end();

            scenario.assertViolated("raw rows duplicated");
        }
    }

    private static Traffic freezeAndThaw(Scenario scenario, Mechanism... without) {
        Traffic traffic = scenario.traffic();
        traffic.begin(400);
        Processor zombie = scenario.faulty("zombie", without).start();
        scenario.awaitStored(200);
        zombie.failpoints().arm(BEFORE_COPY);
        zombie.failpoints().awaitReached(BEFORE_COPY);
        zombie.child().freeze();
        scenario.fault();
        // The new owner would end its session in PostgreSQL, which alone would stop it. Here, the epoch must stop it.
        scenario.database.execute("UPDATE sink_offset SET owner_pid = NULL");

        scenario.faulty("other", without).start();
        scenario.awaitStored(800);
        scenario.awaitCounted(800);
        zombie.failpoints().release(BEFORE_COPY);
        zombie.child().thaw();
        scenario.faultEnds();
        return traffic;
    }
}
