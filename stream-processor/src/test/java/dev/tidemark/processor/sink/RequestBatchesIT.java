package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.codec.BatchCodec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many requests in a record. */
class RequestBatchesIT {
    private static final String ROWS = """
            SELECT ts || ' ' || duration_us || ' ' || coalesce(span_id, 0) || ' ' || coalesce(trace_id::text, '') || ' '
                   || coalesce(request_bytes, -1) || ' ' || coalesce(response_bytes, -1) || ' ' || label_set_id
            FROM request ORDER BY 1
            """;

    @Test
    void rows_ofBothEncodings_areEqual() {
        List<RequestEvent> events = events(1_000);
        List<String> ofJson;
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            events.forEach(event -> fixture.broker.send(topic, 0, Codecs.REQUEST_JSON.encode(event)));
            ofJson = rows(fixture, "json", 1_000);
        }
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            for (int from = 0; from < events.size(); from += 250) {
                send(fixture, topic, batch(events.subList(from, from + 250)));
            }

            assertThat(rows(fixture, "batches", 1_000)).isEqualTo(ofJson);
            assertThat(fixture.database.number(
                            "SELECT sum(next_offset) FROM sink_offset WHERE topic = '" + topic + "'"))
                    .isEqualTo(4);
        }
    }

    @Test
    void malformedBatch_isSkippedCompletely_andTheNextIsStored() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            byte[] batch = batch(events(100));
            send(fixture, topic, Arrays.copyOf(batch, batch.length - 1));
            send(fixture, topic, batch);

            assertThat(rows(fixture, "poisoned", 100)).hasSize(100);
        }
    }

    @Test
    void lateEventsInABatch_areSkipped_andTheOthersStored() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            List<RequestEvent> events = new ArrayList<>(events(100));
            events.set(50, at(Instant.now().minus(Duration.ofHours(25))));
            send(fixture, topic, batch(events));

            assertThat(rows(fixture, "late", 99)).hasSize(99);
        }
    }

    /** The number of requests per record does not divide the number of rows that are searched at once. */
    @Test
    void rowRejectedByPostgresInABatch_becomesADeadLetter_andTheRestIsStored() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            fixture.database.execute("ALTER TABLE request ADD CONSTRAINT not_this CHECK (duration_us <> 5000000)");
            List<RequestEvent> events = new ArrayList<>(events(3_000));
            events.set(50, lasting(5_000_000));
            for (int from = 0; from < events.size(); from += 150) {
                send(fixture, topic, batch(events.subList(from, from + 150)));
            }
            fixture.broker.flush();
            Sink sink = fixture.start(
                    fixture.settings("refused", "tidemark.sink.batch.interval=1s"), new OffsetTable(), WriteHook.NONE);

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") == 2_999);

            assertThat(sink.counters().get(SinkCounter.DEAD_LETTERS, RejectedRecord.REFUSED))
                    .isEqualTo(1);
            assertThat(fixture.broker.deadLetters(topic)).hasSize(1);
        }
    }

    private static List<String> rows(SinkFixture fixture, String group, int expected) {
        Sink sink = fixture.start(
                fixture.settings(group, "tidemark.sink.batch.rows=300"), new OffsetTable(), WriteHook.NONE);
        SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") >= expected);
        sink.close();
        return fixture.database.column(ROWS);
    }

    private static void send(SinkFixture fixture, String topic, byte[] batch) {
        fixture.broker.send(topic, 0, batch, Codecs.REQUEST_BATCH.contentType());
    }

    private static byte[] batch(List<RequestEvent> events) {
        BatchCodec.Batch<RequestEvent> batch = Codecs.REQUEST_BATCH.newBatch(1 << 20);
        events.forEach(event -> assertThat(batch.add(event)).isTrue());
        return batch.toBytes();
    }

    private static List<RequestEvent> events(int count) {
        Random random = new Random(4);
        long now = Timestamps.toMicros(Instant.now());
        List<RequestEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new RequestEvent(
                    now - i,
                    "shop",
                    null,
                    "GET",
                    "/orders/{id}",
                    200,
                    random.nextInt(1_000_000),
                    i % 3 == 0 ? null : "4bf92f3577b34da6a3ce929d0e0e4736",
                    i % 5 == 0 ? null : "00f067aa0ba902b7",
                    null,
                    i % 7 == 0 ? null : (long) i,
                    (long) random.nextInt(1_000)));
        }
        return events;
    }

    private static RequestEvent lasting(long micros) {
        return SinkFixture.request(micros);
    }

    private static RequestEvent at(Instant began) {
        return new RequestEvent(
                Timestamps.toMicros(began), "shop", null, "GET", "/", 200, 1, null, null, null, null, null);
    }
}
