package dev.tidemark.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoisonIT {

    @Test
    void rowsRejectedByPostgres_becomeDeadLetters_andTheRestIsStored() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            fixture.database.execute(
                    "ALTER TABLE request ADD CONSTRAINT not_these CHECK (duration_us::int NOT IN (77, 78, 777))");
            fixture.sendRequests(topic, 0, 1000);
            Sink sink = fixture.start();

            SinkFixture.await(() -> sink.counters().get(SinkCounter.DEAD_LETTERS, RejectedRecord.REFUSED) == 3
                    && fixture.database.number("SELECT count(*) FROM request") == 997);

            assertThat(fixture.broker.deadLetters(topic))
                    .hasSize(3)
                    .allSatisfy(deadLetter -> {
                        assertThat(Broker.header(deadLetter, DeadLetter.REASON)).isEqualTo("refused");
                        assertThat(Broker.header(deadLetter, DeadLetter.DETAIL)).contains("not_these");
                    })
                    .extracting(deadLetter -> durationOf(deadLetter.value()))
                    .containsExactlyInAnyOrder(77L, 78L, 777L);
            assertThat(sink.counters().get(SinkCounter.RETRIES, "requests")).isZero();
        }
    }

    @Test
    void manyBadRows_areFoundInSmallerBatches() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            fixture.database.execute("ALTER TABLE request ADD CONSTRAINT few CHECK (duration_us::int % 50 <> 0)");
            fixture.sendRequests(topic, 0, 5000);
            Sink sink = fixture.start(
                    fixture.settings("many", "tidemark.sink.batch.interval=1s"), new OffsetTable(), WriteHook.NONE);

            SinkFixture.await(() -> sink.counters().get(SinkCounter.DEAD_LETTERS, RejectedRecord.REFUSED) == 100
                    && fixture.database.number("SELECT count(*) FROM request") == 4900);

            assertThat(fixture.broker.deadLetters(topic)).hasSize(100);
            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(4900);
        }
    }

    /** The search for the bad row rolls back everything except the partition it created. */
    @Test
    void rowRejectedByPostgres_onADayWithoutAPartition_becomesADeadLetter_andTheRestIsStored() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.LOGS.name());
            fixture.database.execute("ALTER TABLE log ADD CONSTRAINT not_this CHECK (message <> 'bad')");
            Instant daysAgo = Instant.now().minus(Duration.ofDays(4));
            for (String message : List.of("one", "two", "bad", "three")) {
                String line = "{\"ts\":\"%s\",\"message\":\"%s\"}".formatted(daysAgo, message);
                fixture.broker.send(topic, 0, line.getBytes(UTF_8));
            }
            Sink sink = fixture.start();

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM log") == 3);

            assertThat(sink.counters().get(SinkCounter.DEAD_LETTERS, RejectedRecord.REFUSED))
                    .isEqualTo(1);
            assertThat(sink.counters().get(SinkCounter.RETRIES, "logs")).isZero();
        }
    }

    /** A partition that the sink has used is dropped: no row is rejected because of that. */
    @Test
    void partitionDroppedWhileRunning_isCreatedAgain() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            Sink sink = fixture.start();
            fixture.sendRequests(topic, 0, 10);
            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") == 10);
            fixture.database.execute(
                    "DROP TABLE " + fixture.database.value("SELECT tableoid::regclass FROM request LIMIT 1"));
            fixture.sendRequests(topic, 10, 10);

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") == 10);
            assertThat(sink.counters().get(SinkCounter.DEAD_LETTERS, RejectedRecord.REFUSED))
                    .isZero();
        }
    }

    private static long durationOf(byte[] value) {
        long[] found = {-1};
        try {
            Codecs.REQUEST_JSON.decode(value, event -> found[0] = event.durationMicros());
        } catch (dev.tidemark.wire.codec.MalformedEventException e) {
            throw new AssertionError(e);
        }
        return found[0];
    }
}
