package dev.tidemark.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitsIT {

    @Test
    void endpointsBeyondTheLimit_areStoredAsOther_andCounted() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            send(fixture, topic, "/known", null, 1);
            Sink sink = fixture.start(
                    fixture.settings("limited", "tidemark.sink.limit.endpoints=3"), new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> stored(fixture) == 1);
            for (int i = 2; i <= 11; i++) {
                send(fixture, topic, "/hostile/" + i, null, i);
            }
            send(fixture, topic, "/known", null, 12);
            SinkFixture.await(() -> stored(fixture) == 12);

            assertThat(fixture.database.column("""
                                    SELECT count(*) || ' ' || CASE WHEN metadata ->> 'endpoint' LIKE '/hostile%' THEN 'own'
                                                                   ELSE metadata ->> 'endpoint' END
                                    FROM metrics GROUP BY metadata ->> 'endpoint' ORDER BY 1
                                    """)).containsExactly("1 own", "1 own", "2 /known", "8 (other)");
            assertThat(sink.counters().get(SinkCounter.ROWS_FOLDED, "endpoint")).isEqualTo(8);
        }
    }

    /** Rows of a retried transaction are stored once and counted once. */
    @Test
    void rowsBeyondTheLimit_inATransactionThatFails_areCountedOnce() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            for (int i = 1; i <= 10; i++) {
                send(fixture, topic, "/hostile/" + i, null, i);
            }
            AtomicInteger commits = new AtomicInteger();
            WriteHook failing = new WriteHook() {
                @Override
                public void beforeOffsets() throws SQLException {
                    if (Thread.currentThread().getName().equals("sink-requests") && commits.incrementAndGet() <= 5) {
                        throw new SQLException("broken on purpose", "08006");
                    }
                }
            };
            Sink sink = fixture.start(
                    fixture.settings("limited", "tidemark.sink.limit.endpoints=3"), new OffsetTable(), failing);
            SinkFixture.await(() -> sink.counters().get(SinkCounter.ROWS_STORED, "requests") == 10);

            assertThat(sink.counters().get(SinkCounter.ROWS_FOLDED, "endpoint")).isEqualTo(7);
        }
    }

    @Test
    void labelSetsBeyondTheLimit_keepEndpointAndStatus() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            for (int i = 1; i <= 20; i++) {
                send(fixture, topic, "/orders", "Error" + i, i);
            }
            Sink sink = fixture.start(
                    fixture.settings("limited", "tidemark.sink.limit.label.sets=5"), new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> stored(fixture) == 20);

            assertThat(fixture.database.number("SELECT count(*) FROM metrics WHERE metadata ->> 'endpoint' = '/orders'"
                            + " AND metadata ->> 'error_type' = '(other)'"))
                    .isEqualTo(15);
            assertThat(fixture.database.number(
                            "SELECT count(*) FROM metrics WHERE (metadata ->> 'status')::int >= 400"))
                    .isEqualTo(2);
            assertThat(sink.counters().get(SinkCounter.ROWS_FOLDED, "label_set"))
                    .isEqualTo(15);
        }
    }

    @Test
    void servicesBeyondTheLimit_areStoredAsOther() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.LOGS.name());
            for (int i = 1; i <= 6; i++) {
                fixture.broker.send(
                        topic,
                        0,
                        ("{\"ts\":\"" + Instant.now() + "\",\"service\":\"s" + i
                                        + "\",\"instance\":\"i\",\"message\":\"m\"}")
                                .getBytes(UTF_8));
            }
            Sink sink = fixture.start(
                    fixture.settings("limited", "tidemark.sink.limit.services=4"), new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM log") == 6);

            assertThat(fixture.database.number(
                            "SELECT count(*) FROM log JOIN service s ON s.id = service_id WHERE s.name = '(other)'"))
                    .isEqualTo(2);
            assertThat(sink.counters().get(SinkCounter.ROWS_FOLDED, "service")).isEqualTo(2);
        }
    }

    @Test
    void seriesOfSamplesBeyondTheLimit_becomeDeadLetters() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.SAMPLES.name());
            for (int i = 0; i < 30; i++) {
                SampleEvent sample = new SampleEvent(
                        Timestamps.toMicros(Instant.now()),
                        "shop",
                        null,
                        MetricType.BUSINESS,
                        "orders_" + i % 10,
                        i,
                        Map.of());
                fixture.broker.send(topic, 0, Codecs.SAMPLE_JSON.encode(sample));
            }
            Sink sink = fixture.start(
                    fixture.settings("limited", "tidemark.sink.limit.metrics=4"), new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM sample") == 12
                    && sink.counters().get(SinkCounter.DEAD_LETTERS, RejectedRecord.CARDINALITY) == 18);

            assertThat(fixture.broker.deadLetters(topic)).hasSize(18);
        }
    }

    private static void send(SinkFixture fixture, String topic, String route, @Nullable String error, long n) {
        fixture.broker.send(
                topic,
                0,
                Codecs.REQUEST_JSON.encode(SinkFixture.request(
                        event -> SinkFixture.with(event, "shop", route, error, event.timestampMicros()), n)));
        fixture.broker.flush();
    }

    private static long stored(SinkFixture fixture) {
        return fixture.database.number("SELECT count(*) FROM request");
    }
}
