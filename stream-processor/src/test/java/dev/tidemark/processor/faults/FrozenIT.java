package dev.tidemark.processor.faults;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A processor that is stopped past its session, and does not know that its partitions have gone to another. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FrozenIT {
    private static final String BEFORE_COPY = "sink-requests.before-copy";

    @TempDir
    Path folder;

    @Test
    void zombie_isFencedOff() throws Exception {
        try (Stage stage = Stage.on("b. SIGSTOP past the session, partitions moved, SIGCONT", folder)) {
            Traffic traffic = freezeAndThaw(stage);
            Stage.await("the fence", () -> stage.counter("sink_requests_fenced_total") > 0);
            traffic.end();

            stage.assertExact();
        }
    }

    @Test
    @Tag("faults")
    void zombieWithoutTheFence_isSeen() throws Exception {
        try (Stage stage = Stage.on("b. control: fence off", folder)) {
            Traffic traffic = freezeAndThaw(stage, Mechanism.FENCE);
            traffic.end();

            stage.assertViolated("raw rows duplicated");
        }
    }

    private static Traffic freezeAndThaw(Stage stage, Mechanism... without) {
        Traffic traffic = stage.traffic();
        traffic.begin(400);
        Processor zombie = stage.faulty("zombie", without).start();
        stage.awaitStored(200);
        zombie.failpoints().arm(BEFORE_COPY);
        zombie.failpoints().awaitReached(BEFORE_COPY);
        zombie.child().freeze();
        stage.fault();
        // Its session in PostgreSQL would be ended, which alone would stop it: the epoch has to.
        stage.database.execute("UPDATE sink_offset SET owner_pid = NULL");

        stage.faulty("other", without).start();
        stage.awaitStored(800);
        stage.awaitCounted(800);
        zombie.failpoints().release(BEFORE_COPY);
        zombie.child().thaw();
        stage.faultEnds();
        return traffic;
    }
}
