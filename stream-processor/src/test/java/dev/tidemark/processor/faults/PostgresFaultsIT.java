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

/** PostgreSQL goes away in the middle of things. */
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
    void stoppedMidCopy_andItsBackendEnded_isExact() throws Exception {
        play("c. PostgreSQL stopped immediate mid-COPY, its backends ended", 1, 2);
    }

    @Test
    @Tag("faults")
    void stoppedAgainAndAgain_andItsBackendsEndedEachSecond_isExact() throws Exception {
        play("c. PostgreSQL stopped immediate mid-COPY 5 times, its backends ended each second", 5, 20);
    }

    private void play(String scenario, int stops, int endings) throws Exception {
        try (Stage stage = Stage.on(scenario, folder, POSTGRES);
                Traffic traffic = stage.traffic();
                MidCopy gate = new MidCopy(stage.database)) {
            traffic.begin(400);
            stage.processor("one").start();
            for (int i = 0; i < stops; i++) {
                stage.awaitStored(200);
                gate.closeAndAwait();
                POSTGRES.stop(PostgresServer.StopMode.IMMEDIATE);
                stage.fault();
                POSTGRES.start();
            }
            stage.awaitStored(200);
            for (int i = 0; i < endings; i++) {
                Stage.letPass(Duration.ofSeconds(1));
                endBackends(stage);
                stage.fault();
            }
            traffic.end();

            stage.assertExact();
        }
    }

    @Test
    @Tag("faults")
    void backendEndedBetweenRowsAndOffset_isSeen() throws Exception {
        try (Stage stage = Stage.on("c. control: offset outside of the transaction", folder, POSTGRES);
                Traffic traffic = stage.traffic()) {
            traffic.begin(400);
            Processor processor =
                    stage.faulty("one", Mechanism.OFFSET_IN_TRANSACTION).start();
            stage.awaitStored(200);
            processor.failpoints().arm(BETWEEN_COMMITS);
            processor.failpoints().awaitReached(BETWEEN_COMMITS);
            endBackends(stage);
            stage.fault();
            processor.failpoints().release(BETWEEN_COMMITS);
            stage.awaitStored(200);
            traffic.end();

            stage.assertViolated("raw rows duplicated");
        }
    }

    private static void endBackends(Stage stage) {
        stage.database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}
