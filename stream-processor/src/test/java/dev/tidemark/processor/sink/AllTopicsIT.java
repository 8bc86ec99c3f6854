package dev.tidemark.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.deadletter.DeadLetterBuilder;
import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class AllTopicsIT {
    /** All rollups belong to the windows that contain this moment, whenever they are created. */
    private static final long STARTED = now();

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void logLines_areStoredWithTheirPosition() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.LOGS.name());
            LogEvent full = new LogEvent(
                    now(),
                    "shop",
                    "shop-1",
                    LogLevel.ERROR,
                    "shop.Orders",
                    "main",
                    "<script>no\0thing</script>",
                    TRACE,
                    "00f067aa0ba902b7",
                    "java.io.IOException",
                    "at shop.Orders",
                    Map.of("user", "a\0b"));
            LogEvent bare = new LogEvent(
                    now(), "shop", null, LogLevel.TRACE, null, null, "", "not an id", null, null, null, Map.of());
            fixture.broker.send(topic, 1, Codecs.LOG_JSON.encode(full));
            fixture.broker.send(topic, 1, Codecs.LOG_JSON.encode(bare));
            fixture.start();

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM log") == 2);

            assertThat(fixture.database.column("""
                                    SELECT concat_ws('|', record_partition, record_offset, s.name, i.name, l.name, logger, thread,
                                           message, trace_id, to_hex(span_id), error_type, stack_trace, fields)
                                    FROM log
                                    JOIN service s ON s.id = log.service_id
                                    JOIN log_level l USING (severity)
                                    LEFT JOIN instance i ON i.id = log.instance_id
                                    ORDER BY record_offset
                                    """))
                    .containsExactly(
                            "1|0|shop|shop-1|ERROR|shop.Orders|main|<script>no\uFFFDthing</script>|"
                                    + "4bf92f35-77b3-4da6-a3ce-929d0e0e4736|f067aa0ba902b7|java.io.IOException|"
                                    + "at shop.Orders|{\"user\": \"a\uFFFDb\"}",
                            "1|1|shop|TRACE||{\"trace_id\": \"not an id\"}");
        }
    }

    /** Nothing that is a line is lost for its form: its level, its time, or that it is no JSON. */
    @Test
    void logLines_inAnyDress_areStored() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.LOGS.name());
            String hourAgo = Instant.now().minus(Duration.ofHours(1)).toString();
            String ahead = Instant.now().plus(Duration.ofDays(3)).toString();
            for (String line : List.of(
                    "{\"@timestamp\":\"" + hourAgo + "\",\"level\":\"gold\",\"message\":\"late\"}",
                    "{\"@timestamp\":\"" + ahead + "\",\"level\":\"WARN \",\"message\":\"ahead\"}",
                    "{\"@timestamp\":0,\"msg\":\"never set\"}",
                    "09:40:34.123 [main] ERROR shop.Cart -- plain")) {
                fixture.broker.send(topic, 0, line.getBytes(UTF_8));
            }
            Sink sink = fixture.start();

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM log") == 4);

            assertThat(fixture.database.column("""
                                    SELECT concat_ws('|', message, coalesce(level_word, l.name),
                                           CASE WHEN received IS NULL THEN 'timely' ELSE 'late' END,
                                           round(extract(epoch FROM now() - ts) / 3600), fields ->> 'tidemark.time' IS NOT NULL)
                                    FROM log
                                    JOIN log_level l USING (severity)
                                    ORDER BY record_offset
                                    """))
                    .containsExactly(
                            "late|gold|late|1|t",
                            "ahead|WARN|timely|0|t",
                            "never set|UNKNOWN|timely|0|t",
                            "09:40:34.123 [main] ERROR shop.Cart -- plain|ERROR|timely|0|t");
            assertThat(sink.counters().get(SinkCounter.DEAD_LETTERS, "malformed"))
                    .isZero();
        }
    }

    @Test
    void samples_areStoredAndSeenAsMetrics() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.SAMPLES.name());
            for (String mount : List.of("/", "/data")) {
                for (int value = 1; value <= 3; value++) {
                    SampleEvent sample = new SampleEvent(
                            now(),
                            "shop",
                            "shop-1",
                            MetricType.SYSTEM,
                            "disk_used_percent",
                            value,
                            Map.of("mount", mount));
                    fixture.broker.send(topic, 0, Codecs.SAMPLE_JSON.encode(sample));
                }
            }
            fixture.start();

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM sample") == 6);

            assertThat(fixture.database.number("SELECT count(*) FROM metric")).isEqualTo(2);
            assertThat(fixture.database.column("SELECT metadata::text FROM metrics WHERE value = 3"
                            + " AND metric_type = 'system' AND metric_name = 'disk_used_percent' ORDER BY 1"))
                    .containsExactly(
                            "{\"mount\": \"/\", \"service\": \"shop\", \"instance\": \"shop-1\"}",
                            "{\"mount\": \"/data\", \"service\": \"shop\", \"instance\": \"shop-1\"}");
        }
    }

    @Test
    void rollups_newestOfAKey_replacesOlderOnes() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.ROLLUPS.name());
            fixture.start();
            for (Tier tier : Tier.values()) {
                fixture.broker.send(topic, 0, Codecs.ROLLUP_JSON.encode(rollup(tier, 1)));
            }
            SinkFixture.await(() -> fixture.database.number("SELECT sum(next_offset) FROM sink_offset") == 3);
            for (int count = 2; count <= 30; count++) {
                for (Tier tier : Tier.values()) {
                    fixture.broker.send(topic, 0, Codecs.ROLLUP_JSON.encode(rollup(tier, count)));
                }
            }
            SinkFixture.await(() -> fixture.database.number("SELECT sum(next_offset) FROM sink_offset") == 90);

            for (String table : List.of("rollup_10s", "rollup_1m", "rollup_1h")) {
                assertThat(fixture.database.column(
                                "SELECT concat_ws('|', count, errors, status_2xx, status_5xx, sum_us, min_us, max_us,"
                                        + " request_bytes, response_bytes, errors_by_type) FROM " + table))
                        .containsExactly("30|10|20|10|465|1|30|7|8|{\"java.io.IOException\": 10}");
                assertThat(fixture.database.value("SELECT encode(sketch, 'hex') FROM " + table))
                        .isEqualTo(hex(rollup(Tier.ONE_HOUR, 30).sketch().toBytes()));
            }
        }
    }

    @Test
    void streams_areMarkedInRawRows_andCountedInWindows() {
        try (SinkFixture fixture = new SinkFixture()) {
            String requests = fixture.topic(Topics.REQUESTS.name());
            String rollups = fixture.topic(Topics.ROLLUPS.name());
            for (boolean stream : new boolean[] {true, false, true}) {
                fixture.broker.send(requests, 0, Codecs.REQUEST_JSON.encode(request(stream)));
            }
            fixture.broker.send(rollups, 0, Codecs.ROLLUP_JSON.encode(withStreams(Tier.TEN_SECONDS, 3, 2)));
            fixture.broker.send(rollups, 0, Codecs.ROLLUP_JSON.encode(withStreams(Tier.ONE_MINUTE, 0, 2)));
            Sink sink = fixture.start();

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") == 3
                    && fixture.database.number("SELECT count(*) FROM rollup_1m") == 1
                    && fixture.database.number("SELECT count(*) FROM rollup_10s") == 1);

            assertThat(
                            fixture.database.column(
                                    "SELECT concat_ws('|', duration_us, coalesce(stream::text, 'null')) FROM request ORDER BY 1"))
                    .containsExactly("3e+07|null", "3e+07|true", "3e+07|true");
            assertThat(
                            fixture.database.column(
                                    "SELECT concat_ws('|', count, streams, sum_us, min_us, max_us) FROM rollup_10s"
                                            + " UNION ALL SELECT concat_ws('|', count, streams, sum_us, min_us, max_us) FROM rollup_1m"))
                    .containsExactly("5|2|6|1|3", "2|2|0|0|0");
            assertThat(sink.counters().get(SinkCounter.DEAD_LETTERS, "malformed"))
                    .isZero();
        }
    }

    private static RequestEvent request(boolean stream) {
        return new RequestEvent(
                now(),
                "shop",
                null,
                "GET",
                "/events",
                200,
                30_000_000,
                null,
                null,
                null,
                null,
                null,
                null,
                stream,
                null);
    }

    private static Rollup withStreams(Tier tier, int others, int streams) {
        Rollup rollup = rollup(tier, others);
        return new Rollup(
                rollup.key(),
                others + streams,
                0,
                streams,
                List.of(0L, (long) others + streams, 0L, 0L, 0L),
                Map.of(),
                rollup.sumMicros(),
                others == 0 ? 0 : 1,
                rollup.maxMicros(),
                0,
                0,
                rollup.sketch(),
                null);
    }

    /** The topology has already limited them: a rejected window would be lost. */
    @Test
    void rollups_ofMoreServicesThanRawRowsMayAdd_areStored() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.ROLLUPS.name());
            Sink sink = fixture.start(
                    fixture.settings("limited", "tidemark.sink.limit.services=2"), new OffsetTable(), WriteHook.NONE);
            for (int i = 0; i < 5; i++) {
                fixture.broker.send(topic, 0, Codecs.ROLLUP_JSON.encode(rollup("service-" + i, Tier.ONE_HOUR, 1)));
            }

            SinkFixture.await(() -> fixture.database.number("SELECT sum(next_offset) FROM sink_offset") == 5);
            assertThat(fixture.database.number("SELECT count(*) FROM rollup_1h"))
                    .isEqualTo(5);
            assertThat(sink.counters().get(SinkCounter.DEAD_LETTERS, RejectedRecord.CARDINALITY))
                    .isZero();
        }
    }

    @Test
    void malformedRecords_becomeDeadLetters_andTheRestIsStored() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.SAMPLES.name());
            byte[] garbage = "{\"ts\":12}".getBytes(UTF_8);
            SampleEvent late = new SampleEvent(0, "shop", null, MetricType.REDIS, "hit_rate_percent", 1, Map.of());
            SampleEvent good = new SampleEvent(now(), "shop", null, MetricType.REDIS, "hit_rate_percent", 2, Map.of());
            fixture.broker.send(topic, 0, garbage);
            fixture.broker.send(topic, 0, Codecs.SAMPLE_JSON.encode(late));
            fixture.broker.send(topic, 0, Codecs.SAMPLE_JSON.encode(good));
            Sink sink = fixture.start();

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM sample") == 1
                    && sink.counters().get(SinkCounter.DEAD_LETTERS, "too_late") == 1);

            var deadLetters = fixture.broker.deadLetters(topic);
            assertThat(deadLetters).hasSize(2);
            assertThat(deadLetters.get(0).value()).isEqualTo(garbage);
            assertThat(Broker.header(deadLetters.get(0), DeadLetter.SOURCE_PARTITION))
                    .isEqualTo("0");
            assertThat(Broker.header(deadLetters.get(0), DeadLetter.SOURCE_OFFSET))
                    .isEqualTo("0");
            assertThat(Broker.header(deadLetters.get(0), DeadLetter.REASON)).isEqualTo("malformed");
            assertThat(Broker.header(deadLetters.get(0), DeadLetter.DETAIL)).contains("ts 12");
            assertThat(Broker.header(deadLetters.get(1), DeadLetter.DETAIL))
                    .startsWith("ts 1970-01-01T00:00:00.000000Z: expected at most PT720H before");
            assertThat(sink.counters().get(SinkCounter.DEAD_LETTERS, "malformed"))
                    .isEqualTo(1);
        }
    }

    /** The topic accepted it because it compresses well; with its headers, it exceeds the size limit of dead letters. */
    @Test
    void malformedRecordLargerThanADeadLetter_isReportedAndBlocksNothing() throws Exception {
        try (SinkFixture fixture = new SinkFixture();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                fixture.broker.servers(),
                                "compression.type",
                                "lz4",
                                "max.request.size",
                                2 * DeadLetter.MAX_BYTES),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            String topic = fixture.topic(Topics.LOGS.name());
            producer.send(new ProducerRecord<>(topic, 0, null, new byte[DeadLetter.MAX_BYTES]))
                    .get();
            Sink sink = fixture.start();

            SinkFixture.await(() -> sink.counters().get(SinkCounter.DEAD_LETTERS, "malformed") == 1);

            assertThat(fixture.broker.deadLetters(topic)).singleElement().satisfies(deadLetter -> {
                assertThat(deadLetter.value()).hasSize(DeadLetterBuilder.MAX_VALUE_BYTES);
                assertThat(Broker.header(deadLetter, DeadLetter.DETAIL))
                        .endsWith(" (the first " + DeadLetterBuilder.MAX_VALUE_BYTES + " of " + DeadLetter.MAX_BYTES
                                + " bytes)");
            });
        }
    }

    private static Rollup rollup(Tier tier, int count) {
        return rollup("shop", tier, count);
    }

    private static Rollup rollup(String service, Tier tier, int count) {
        LatencySketch sketch = new LatencySketch();
        for (int i = 1; i <= count; i++) {
            sketch.add(i);
        }
        return new Rollup(
                new RollupKey(new Series(service, "GET", "/orders/{id}"), tier, tier.windowStart(STARTED)),
                count,
                count / 3,
                List.of(0L, (long) count - count / 3, 0L, 0L, (long) (count / 3)),
                count < 3 ? Map.of() : Map.of("java.io.IOException", (long) (count / 3)),
                (long) count * (count + 1) / 2,
                1,
                count,
                7,
                8,
                sketch);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static long now() {
        return Timestamps.toMicros(Instant.now());
    }
}
