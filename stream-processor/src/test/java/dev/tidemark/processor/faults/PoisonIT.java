package dev.tidemark.processor.faults;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Malformed requests, and requests with impossible times, become one dead letter each and do not affect others. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PoisonIT {
    private static final int HALF = 40_000;

    @TempDir
    Path folder;

    @Test
    @Tag("faults")
    void muchPoison_becomesDeadLetters_acrossARestart() throws Exception {
        try (Scenario scenario = Scenario.on("i. much poison and wrong clocks, a restart in the middle", folder)) {
            Traffic traffic = scenario.traffic(new Poison(7));
            Processor processor = scenario.processor("one").start();
            traffic.send(HALF);
            scenario.awaitStored(1);
            processor.stop();
            scenario.fault();
            processor.start();
            traffic.send(HALF);

            scenario.assertExact();
        }
    }

    @Test
    @Tag("faults")
    void sinkWithoutTheIntake_isDetected() throws Exception {
        try (Scenario scenario = Scenario.on("i. control: the sink believes any clock", folder)) {
            Traffic traffic = scenario.traffic(new Poison(7));
            scenario.faulty("one", Mechanism.ONE_INTAKE).start();
            traffic.send(2_000);
            scenario.fault();

            scenario.assertViolated("raw rows that were never produced");
        }
    }
}
