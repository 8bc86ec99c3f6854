package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.Claim;
import dev.tidemark.processor.sink.offset.FencedException;
import dev.tidemark.processor.sink.offset.Loss;
import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LostRecordsIT {

    @Test
    void recordsDroppedByRetention_areCountedAndTheRestIsStored() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = topicOf20Stored(fixture);
            fixture.sendRequests(topic, 20, 40);
            fixture.broker.dropBefore(topic, 0, 15);
            Sink second = fixture.start();

            SinkFixture.await(() -> stored(fixture) == 55);

            assertThat(second.counters().get(SinkCounter.LOST_RECORDS, "requests"))
                    .isEqualTo(5);
            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(55);
            assertThat(losses(fixture)).containsExactly("retention 0 10 15 5");
        }
    }

    @Test
    void recordsDroppedBeforeTheFirstStart_areNotCounted() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            fixture.sendRequests(topic, 0, 20);
            fixture.broker.dropBefore(topic, 0, 5);
            Sink sink = fixture.start();

            SinkFixture.await(() -> stored(fixture) == 15);

            assertThat(sink.counters().get(SinkCounter.LOST_RECORDS, "requests"))
                    .isZero();
            assertThat(losses(fixture)).isEmpty();
        }
    }

    @Test
    void recreatedTopic_isReadFromItsBeginning() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = topicOf20Stored(fixture);
            fixture.broker.delete(topic);
            SinkFixture.await(() -> fixture.broker.createAgain(topic, SinkFixture.PARTITIONS));
            fixture.sendRequests(topic, 20, 30);
            Sink second = fixture.start();

            SinkFixture.await(() -> stored(fixture) == 50);

            assertThat(second.counters().get(SinkCounter.RESETS, "requests")).isEqualTo(SinkFixture.PARTITIONS);
            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(50);
            assertThat(losses(fixture)).containsExactly("topic_anew 0 10 0", "topic_anew 1 10 0");
        }
    }

    /** The new topic has more records by then than were read of the old one, so the old offset exists in it. */
    @Test
    void topicRecreatedWhileRunning_isReadFromItsBeginning() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            Sink sink = fixture.start();
            fixture.sendRequests(topic, 0, 20);
            SinkFixture.await(() -> stored(fixture) == 20);
            fixture.broker.delete(topic);
            SinkFixture.await(() -> fixture.broker.createAgain(topic, SinkFixture.PARTITIONS));
            fixture.sendRequests(topic, 20, 100);

            SinkFixture.await(() -> stored(fixture) == 120);

            assertThat(sink.counters().get(SinkCounter.RESETS, "requests")).isEqualTo(SinkFixture.PARTITIONS);
        }
    }

    @Test
    void truncatedTopic_continuesAtItsEnd() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = topicOf20Stored(fixture);
            // As after an unclean leader election: more is stored than Kafka has.
            fixture.database.execute("UPDATE sink_offset SET next_offset = 1000 WHERE topic = '" + topic + "'");
            Sink second = fixture.start();
            SinkFixture.await(() -> second.counters().get(SinkCounter.RESETS, "requests") == SinkFixture.PARTITIONS);
            fixture.sendRequests(topic, 20, 30);

            SinkFixture.await(() -> stored(fixture) == 50);
            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(50);
            assertThat(losses(fixture)).containsExactly("cut_off 0 1000 10", "cut_off 1 1000 10");
        }
    }

    /** PostgreSQL fails while the sink moves its offset. */
    @Test
    void recordsDroppedByRetention_areCountedOnce_ifTheSinkRetries() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = topicOf20Stored(fixture);
            fixture.sendRequests(topic, 20, 40);
            fixture.broker.dropBefore(topic, 0, 15);
            Sink second = fixture.start(fixture.settings(), new BreaksAt(1, () -> {}), WriteHook.NONE);

            SinkFixture.await(() -> stored(fixture) == 55);

            assertThat(second.counters().get(SinkCounter.LOST_RECORDS, "requests"))
                    .isEqualTo(5);
            assertThat(losses(fixture)).containsExactly("retention 0 10 15 5");
        }
    }

    /** One partition is moved to its end; for the other, PostgreSQL fails. Records that arrive meanwhile are not skipped. */
    @Test
    void truncatedTopic_isMovedOnce_ifTheSinkRetries() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = topicOf20Stored(fixture);
            fixture.database.execute("UPDATE sink_offset SET next_offset = 1000 WHERE topic = '" + topic + "'");
            String moved = "SELECT partition FROM sink_offset WHERE next_offset = 10 AND topic = '" + topic + "'";
            OffsetTable breaks = new BreaksAt(2, () -> {
                int partition = (int) fixture.database.number(moved);
                for (int i = 20; i < 50; i++) {
                    fixture.broker.send(topic, partition, Codecs.REQUEST_JSON.encode(SinkFixture.request(i)));
                }
                fixture.broker.flush();
            });
            Sink second = fixture.start(fixture.settings(), breaks, WriteHook.NONE);

            SinkFixture.await(() -> stored(fixture) == 50);
            assertThat(second.counters().get(SinkCounter.RESETS, "requests")).isEqualTo(SinkFixture.PARTITIONS);
        }
    }

    /** Fails when a partition is moved for the nth time. */
    private static final class BreaksAt extends OffsetTable {
        private final int n;
        private final Runnable before;
        private final AtomicInteger moves = new AtomicInteger();

        BreaksAt(int n, Runnable before) {
            this.n = n;
            this.before = before;
        }

        @Override
        public void move(Connection connection, String topic, Claim from, Claim to, Loss loss)
                throws SQLException, FencedException {
            if (moves.incrementAndGet() == n) {
                before.run();
                throw new SQLException("broken on purpose", "08006");
            }
            super.move(connection, topic, from, to, loss);
        }
    }

    /** A topic whose first 20 requests are stored by a sink that has ended. */
    private static String topicOf20Stored(SinkFixture fixture) {
        String topic = fixture.topic(Topics.REQUESTS.name());
        Sink first = fixture.start();
        fixture.sendRequests(topic, 0, 20);
        SinkFixture.await(() -> stored(fixture) == 20);
        first.close();
        return topic;
    }

    /** The recorded losses, ordered by partition. */
    private static List<String> losses(SinkFixture fixture) {
        return fixture.database.column("SELECT concat_ws(' ', reason, partition, from_offset, to_offset, records)"
                + " FROM sink_loss ORDER BY partition");
    }

    private static long stored(SinkFixture fixture) {
        return fixture.database.number("SELECT count(*) FROM request");
    }
}
