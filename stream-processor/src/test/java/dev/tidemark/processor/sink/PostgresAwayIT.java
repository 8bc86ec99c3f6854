package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.topic.Topics;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresAwayIT {
    /** The longest that a short outage of the server may stall a topic. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void stoppedAndStartedAgain_storesEachRowOnce() {
        try (PostgresServer server = new PostgresServer(PostgresSettings.temporary())) {
            server.start();
            try (SinkFixture fixture = new SinkFixture(server)) {
                String topic = fixture.topic(Topics.REQUESTS.name());
                Sink sink = fixture.start();
                int sent = 0;
                for (int round = 1; round <= 3; round++) {
                    fixture.sendRequests(topic, sent, 500);
                    sent += 500;
                    long half = sent - 400;
                    SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") >= half);
                    server.stop(PostgresServer.StopMode.IMMEDIATE);
                    fixture.sendRequests(topic, sent, 500);
                    sent += 500;
                    long retries = sink.counters().get(SinkCounter.RETRIES, "requests");
                    SinkFixture.await(() -> sink.counters().get(SinkCounter.RETRIES, "requests") > retries + 1);
                    SinkFixture.await(() -> sink.stalls().stream()
                            .anyMatch(held -> held.pipe().equals("requests")
                                    && held.reason().startsWith("PostgreSQL: ")));
                    assertThat(sink.stalls())
                            .allSatisfy(held -> assertThat(held.lasting()).isLessThan(PATIENCE));
                    assertThat(sink.isAlive()).isTrue();
                    server.start();
                    int expected = sent;
                    SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") >= expected);
                }

                assertOnce(fixture, sent);
                assertThat(sink.isAlive()).isTrue();
                SinkFixture.await(() -> sink.stalls().isEmpty());
            }
        }
    }

    @Test
    void backendTerminated_storesEachRowOnce() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            Sink sink = fixture.start();
            int sent = 0;
            while (sink.counters().get(SinkCounter.RETRIES, "requests") < 5) {
                fixture.sendRequests(topic, sent, 200);
                sent += 200;
                fixture.database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name = 'tidemark-sink-requests'");
                int expected = sent;
                SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") >= expected);
            }

            assertOnce(fixture, sent);
        }
    }

    @Test
    void lockedTable_timesOutAndIsRetried() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            var impatient = fixture.impatient("requests");
            Sink sink = fixture.start(impatient, new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> sink.counters().get(SinkCounter.BATCHES, "requests") > 0);
            try (Connection connection = fixture.database.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("LOCK TABLE request IN ACCESS EXCLUSIVE MODE");
                fixture.sendRequests(topic, 0, 300);
                SinkFixture.await(() -> sink.counters().get(SinkCounter.RETRIES, "requests") >= 2);
                connection.rollback();
            }
            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") >= 300);

            assertOnce(fixture, 300);
        }
    }

    /** A server that neither answers nor closes the connection, as behind a network that drops packets. */
    @Test
    void hungBackend_isReplaced() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            Sink sink = fixture.start(fixture.impatient("requests"), new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> sink.counters().get(SinkCounter.BATCHES, "requests") > 0);
            long pid = fixture.database.number("SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND application_name = 'tidemark-sink-requests'");
            Backends.postgres().freeze(pid);
            try {
                fixture.sendRequests(topic, 0, 300);
                SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") >= 300);
            } finally {
                Backends.postgres().thaw(pid);
            }
            SinkFixture.await(
                    () -> fixture.database.number("SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid) == 0);

            assertOnce(fixture, 300);
        }
    }

    private static void assertOnce(SinkFixture fixture, int sent) {
        assertThat(fixture.database.number("SELECT count(*) FROM request")).isEqualTo(sent);
        assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                .isEqualTo(sent);
    }
}
