package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.disk.DiskGuard;
import dev.tidemark.processor.sink.disk.DiskSettings;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FullDiskIT {

    /** PostgreSQL's own error for a full disk, raised where the rows are written. */
    @Test
    void fullDisk_pausesTheSink_andNoRowIsLostOrRejected() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            fixture.database.execute("""
                    CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
                    END $$;
                    CREATE TRIGGER full_disk BEFORE INSERT ON request FOR EACH ROW EXECUTE FUNCTION no_space()
                    """);
            Sink sink = fixture.start();
            fixture.sendRequests(topic, 0, 500);
            SinkFixture.await(() -> sink.counters().get(SinkCounter.RETRIES, "requests") >= 3);
            assertThat(sink.stalls())
                    .singleElement()
                    .satisfies(held -> assertThat(held.reason()).contains("No space left on device"));
            assertThat(rows(fixture)).isZero();

            fixture.database.execute("DROP TRIGGER full_disk ON request");

            SinkFixture.await(() -> rows(fixture) >= 500);
            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(500);
            assertThat(rows(fixture)).isEqualTo(500);
            assertThat(sink.counters().get(SinkCounter.DEAD_LETTERS, RejectedRecord.REFUSED))
                    .isZero();
        }
    }

    @Test
    void classification_ofAFullDisk_isNotAboutData() {
        assertThat(BatchWriter.isAboutData(new SQLException("disk full", "53100")))
                .isFalse();
        assertThat(BatchWriter.isAboutData(new SQLException("too many connections", "53300")))
                .isFalse();
        assertThat(BatchWriter.isAboutData(new SQLException("not a number", "22P02")))
                .isTrue();
    }

    /** Yesterday's rows are dropped while the sink writes, without blocking it; late rows get their partition again. */
    @Test
    void partitionsDroppedForTheDisk_doNotStopTheSink() throws SQLException {
        try (SinkFixture fixture = new SinkFixture();
                DiskGuard guard = new DiskGuard(
                        new PostgresConnector(fixture.database.settings()),
                        new DiskSettings(0, 1L << 40, "/"),
                        () -> OptionalLong.of(1),
                        Clock.systemUTC())) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            Sink sink = fixture.start();
            // An hour that belongs to yesterday all day long, and is within the allowed lateness.
            Instant yesterday = Instant.now().minus(Duration.ofHours(23)).minus(Duration.ofMinutes(59));
            send(fixture, topic, yesterday, 0, 50);
            fixture.sendRequests(topic, 50, 50);
            SinkFixture.await(() -> rows(fixture) == 100);

            guard.run();
            assertThat(rows(fixture)).as("today's").isEqualTo(50);
            send(fixture, topic, yesterday, 100, 50);
            fixture.sendRequests(topic, 150, 50);

            SinkFixture.await(() -> rows(fixture) == 150);
            assertThat(sink.counters().get(SinkCounter.DEAD_LETTERS, RejectedRecord.REFUSED))
                    .isZero();
        }
    }

    private static void send(SinkFixture fixture, String topic, Instant at, int first, int count) {
        for (int i = first; i < first + count; i++) {
            RequestEvent request = SinkFixture.request(
                    event -> SinkFixture.with(event, "shop", "/late", null, Timestamps.toMicros(at)), i);
            fixture.broker.send(topic, i % SinkFixture.PARTITIONS, Codecs.REQUEST_JSON.encode(request));
        }
        fixture.broker.flush();
    }

    private static long rows(SinkFixture fixture) {
        return fixture.database.number("SELECT count(*) FROM request");
    }
}
