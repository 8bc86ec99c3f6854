package dev.tidemark.processor.faults;

import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL fails in the middle of transactions. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PostgresFaultsIT {
    private static final PostgresServer POSTGRES = new PostgresServer(PostgresSettings.temporary());
    private static final String BETWEEN_COMMITS = "sink-requests.between-commits";

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        POSTGRES.start();
    }

    @AfterAll
    static void stop() {
        POSTGRES.close();
    }

    @Test
    @Tag("faults")
    void stoppedRepeatedly_withBackendsTerminatedEachSecond_isExact() throws Exception {
        String title = "c. PostgreSQL stopped immediate mid-COPY 5 times, its backends ended each second";
        try (Scenario scenario = Scenario.on(title, folder, POSTGRES);
                Traffic traffic = scenario.traffic();
                MidCopy gate = new MidCopy(scenario.database)) {
            traffic.begin(400);
            scenario.processor("one").start();
            for (int i = 0; i < 5; i++) {
                scenario.awaitStored(200);
                gate.closeAndAwait();
                POSTGRES.stop(PostgresServer.StopMode.IMMEDIATE);
                scenario.fault();
                POSTGRES.start();
            }
            scenario.awaitStored(200);
            for (int i = 0; i < 20; i++) {
                Scenario.letPass(Duration.ofSeconds(1));
                endBackends(scenario);
                scenario.fault();
            }
            traffic.end();

            scenario.assertExact();
        }
    }

    @Test
    @Tag("faults")
    void backendTerminatedBetweenRowsAndOffset_isDetected() throws Exception {
        try (Scenario scenario = Scenario.on("c. control: offset outside of the transaction", folder, POSTGRES);
                Traffic traffic = scenario.traffic()) {
            traffic.begin(400);
            Processor processor =
                    scenario.faulty("one", Mechanism.OFFSET_IN_TRANSACTION).start();
            scenario.awaitStored(200);
            processor.failpoints().arm(BETWEEN_COMMITS);
            processor.failpoints().awaitReached(BETWEEN_COMMITS);
            endBackends(scenario);
            scenario.fault();
            processor.failpoints().release(BETWEEN_COMMITS);
            scenario.awaitStored(200);
            traffic.end();

            scenario.assertViolated("raw rows duplicated");
        }
    }

    private static void endBackends(Scenario scenario) {
        scenario.database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}
