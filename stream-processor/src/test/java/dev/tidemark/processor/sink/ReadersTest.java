package dev.tidemark.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.consumer.TooLarge;
import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.RequestEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final TimeBounds BOUNDS = TimeBounds.ofRetention(NOW, Duration.ofDays(7));

    @Test
    void times_atTheBounds() {
        assertThat(log("2026-11-14T12:00:00Z")).containsExactly("accepted");
        assertThat(log("2026-11-14T11:59:59Z"))
                .containsExactly(
                        "too_late: ts 2026-11-14T11:59:59.000000Z: expected at most PT168H before 2026-11-21T12:00:00Z");
        assertThat(log("2026-11-22T12:00:00Z")).containsExactly("accepted");
        assertThat(log("2026-11-22T12:00:01Z"))
                .containsExactly(
                        "from_the_future: ts 2026-11-22T12:00:01.000000Z: expected at most PT24H after 2026-11-21T12:00:00Z");
    }

    @Test
    void lateLine_isKeptAtTheTimeOfItsArrival() {
        TimeBounds bounds = TimeBounds.ofRetention(NOW, Duration.ofDays(2));

        LogEvent late = onlyLog("2026-11-18T12:00:00Z", "2026-11-21T11:00:00Z", bounds);
        assertThat(Timestamps.format(late.timestampMicros())).isEqualTo("2026-11-21T11:00:00.000000Z");
        assertThat(late.fields())
                .containsOnly(
                        Map.entry("ts", "2026-11-18T12:00:00.000000Z"),
                        Map.entry("tidemark.time", "received: the line's time is older than the lines that are kept"));
        // The processor was away between the two.
        assertThat(onlyLog("2026-11-19T11:00:00Z", "2026-11-19T13:00:00Z", bounds)
                        .fields()
                        .get("tidemark.time"))
                .startsWith("received:");
        assertThat(onlyLog("2026-11-19T13:00:00Z", "2026-11-21T11:00:00Z", bounds)
                        .fields()
                        .get("tidemark.time"))
                .startsWith("late:");
        assertThat(read(
                        Readers.logs(Codecs.LOG_JSON, bounds),
                        logRecord("2026-11-18T12:00:00Z", "2026-11-19T11:00:00Z")))
                .singleElement()
                .asString()
                .startsWith("too_late: ts 2026-11-18T12:00:00.000000Z");
    }

    /** The clock of the processor, and that of the broker with it, steps: each row that was right before is still stored. */
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1H", "-PT1H", "P8D", "-P8D", "P365D", "-P365D"})
    void times_afterAStepOfTheClock_areThoseBefore(Duration step) {
        Clock stepped = Clock.offset(NOW, step);
        SinkSettings settings =
                SinkFixture.settings(Map.of(), PostgresSettings.of("jdbc:postgresql:none", "", ""), "none", "");
        RequestIntake intake =
                new RequestIntake(List.of(Codecs.REQUEST_JSON), Duration.ofHours(24), Duration.ofMinutes(5));
        List<Pipe<?>> pipes = Pipes.all(settings, intake, stepped, NOW);

        assertThat(read(pipes.get(1).reader(), logRecord("2026-11-21T11:59:59Z", "2026-11-21T11:59:59Z")))
                .containsExactly("accepted");
        assertThat(read(pipes.get(3).reader(), record(rollup(1, "AQEA")))).containsExactly("accepted");
        assertThat(read(pipes.get(4).reader(), calls("2026-11-21T11:59:50Z", "/orders")))
                .containsExactly("accepted");
        // Those that were appended while the clock was wrong, and are read when it is right again.
        List<Pipe<?>> after = Pipes.all(settings, intake, NOW, NOW);
        String wrong = Timestamps.format(Timestamps.toMicros(stepped.instant()));
        assertThat(read(after.get(3).reader(), record(rollup(1, "AQEA").replace("2026-11-21T12:00:00Z", wrong))))
                .containsExactly("accepted");
        if (!step.isNegative()) {
            assertThat(read(after.get(1).reader(), logRecord(wrong, wrong))).containsExactly("accepted");
        }
    }

    @Test
    void calls_ofImpossibleNamesOrTimes_areRefused() {
        EventReader<?> reader = Readers.calls(Codecs.CALL_JSON, TimeBounds.ofRetention(NOW, Duration.ofDays(400)));

        assertThat(read(reader, calls("2026-11-21T11:59:50Z", "r".repeat(1_025))))
                .containsExactly("malformed: route of 1025 characters: expected at most 1024");
        assertThat(read(reader, calls("2026-11-21T11:59:50Z", "M".repeat(65), "/orders")))
                .containsExactly("malformed: method of 65 characters: expected at most 64");
        assertThat(read(reader, calls("2025-10-01T00:00:00Z", "/orders")))
                .singleElement()
                .asString()
                .startsWith("too_late: ts 2025-10-01T00:00:00.000000Z");
        assertThat(read(reader, calls("2026-11-23T00:00:00Z", "/orders")))
                .singleElement()
                .asString()
                .startsWith("from_the_future: ");
    }

    private static ConsumerRecord<byte[], byte[]> calls(String ts, String route) {
        return calls(ts, "GET", route);
    }

    private static ConsumerRecord<byte[], byte[]> calls(String ts, String method, String route) {
        return record("""
                {"ts":"%s","service":"shop","method":"%s","route":"%s","kind":"db","target":"shop","operation":"SELECT 1",
                 "count":1,"errors":0,"sum_us":1,"max_us":1,"sketch":"AQEA"}
                """.formatted(ts, method, route));
    }

    @Test
    void names_areMarkedAsUsedAtTheLaterTime() {
        Clock behind = Clock.offset(NOW, Duration.ofDays(-8));
        assertThat(Pipes.later(behind, NOW).instant()).isEqualTo(NOW.instant());
        assertThat(Pipes.later(NOW, behind).instant()).isEqualTo(NOW.instant());
    }

    /** The control: without the steady time, the line would be refused. */
    @Test
    void times_byASteppedClockAlone_areRefused() {
        TimeBounds bounds = TimeBounds.ofRetention(Clock.offset(NOW, Duration.ofDays(8)), Duration.ofDays(7));
        assertThat(read(
                        Readers.logs(Codecs.LOG_JSON, bounds),
                        logRecord("2026-11-21T11:59:59Z", "2026-11-21T11:59:59Z")))
                .singleElement()
                .asString()
                .startsWith("too_late:");
    }

    private static LogEvent onlyLog(String ts, String received, TimeBounds bounds) {
        List<LogEvent> events = new ArrayList<>();
        Readers.logs(Codecs.LOG_JSON, bounds).read(logRecord(ts, received), new EventReader.Visitor<>() {
            @Override
            public void accepted(LogEvent event) {
                events.add(event);
            }

            @Override
            public void refused(String reason, String detail) {
                throw new AssertionError(reason + ": " + detail);
            }

            @Override
            public void skipped() {
                throw new AssertionError("skipped");
            }
        });
        return events.get(0);
    }

    private static ConsumerRecord<byte[], byte[]> logRecord(String ts, String received) {
        return new ConsumerRecord<>(
                "topic",
                3,
                7,
                Instant.parse(received).toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                ("{\"ts\":\"" + ts + "\",\"service\":\"shop\",\"message\":\"m\"}").getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    /** A request of yesterday is within the allowed lateness, and its table keeps it. */
    @Test
    void times_ofRequests_areIndependentOfAShortRollupRetention() {
        SinkSettings settings = SinkFixture.settings(
                Map.of(),
                PostgresSettings.of("jdbc:postgresql:none", "", ""),
                "none",
                "tidemark.retention.rollups.1h=12h");
        RequestIntake intake =
                new RequestIntake(List.of(Codecs.REQUEST_JSON), Duration.ofHours(24), Duration.ofMinutes(5));
        RequestEvent event = SinkFixture.request(
                request -> SinkFixture.with(
                        request,
                        "shop",
                        "/",
                        null,
                        Timestamps.toMicros(NOW.instant().minus(Duration.ofHours(20)))),
                1);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "topic",
                3,
                7,
                NOW.millis(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                Codecs.REQUEST_JSON.encode(event),
                new RecordHeaders(),
                Optional.empty());

        assertThat(read(Pipes.all(settings, intake, NOW).get(0).reader(), record))
                .containsExactly("accepted");
    }

    @Test
    void namesTooLongForAnIndex_areRejected() {
        String name = "x".repeat(257);
        assertThat(read(
                        Readers.samples(Codecs.SAMPLE_JSON, BOUNDS),
                        record(
                                "{\"ts\":\"2026-11-21T12:00:00Z\",\"service\":\"s\",\"metric_type\":\"redis\",\"metric_name\":\""
                                        + name + "\",\"value\":1}")))
                .containsExactly("malformed: metric_name of 257 characters: expected at most 256");
    }

    @Test
    void otherEncoding_isRejected() {
        ConsumerRecord<byte[], byte[]> record = record("{}");
        record.headers().add(Codec.CONTENT_TYPE_HEADER, "application/x-other".getBytes(UTF_8));

        assertThat(read(Readers.logs(Codecs.LOG_JSON, BOUNDS), record))
                .containsExactly("malformed: content-type \"application/x-other\": expected application/json");
    }

    @Test
    void recordWithoutValue_isRejected_exceptForRollups() {
        assertThat(read(Readers.logs(Codecs.LOG_JSON, BOUNDS), record(null)))
                .containsExactly("malformed: a record without a value: expected an event");
        assertThat(read(Readers.rollups(Codecs.ROLLUP_JSON, BOUNDS), record(null)))
                .containsExactly("skipped");
    }

    @Test
    void rollupThatCannotBeMerged_isRejected() {
        assertThat(read(Readers.rollups(Codecs.ROLLUP_JSON, BOUNDS), record(rollup(1, "AQEA"))))
                .containsExactly("accepted");
        assertThat(read(Readers.rollups(Codecs.ROLLUP_JSON, BOUNDS), record(rollup(1L << 62, "AYCAgICAgICAQAA="))))
                .containsExactly("malformed: count 4611686018427387904: expected 1 to 68719476736");
        assertThat(read(Readers.rollups(Codecs.ROLLUP_JSON, BOUNDS), record(rollup(2, "AQEA"))))
                .containsExactly("malformed: a sketch of 1 durations: expected the count of 2");
    }

    /** Of requests that took no time. */
    private static String rollup(long count, String sketch) {
        return """
                {"service":"shop","method":"GET","route":"/a","window":"10s","window_start":"2026-11-21T12:00:00Z",
                 "count":%d,"errors":0,"status_1xx":0,"status_2xx":0,"status_3xx":0,"status_4xx":0,"status_5xx":0,
                 "errors_by_type":{},"sum_us":0,"min_us":0,"max_us":0,"request_bytes":0,"response_bytes":0,"sketch":"%s"}
                """.formatted(count, sketch);
    }

    @Test
    void recordThatWasNotRead_isRejectedAsTooLarge_orLeftToTheTopology() {
        ConsumerRecord<byte[], byte[]> record = record(null);
        record.headers().add(new TooLarge(3, "3 records", false));

        assertThat(read(Readers.rollups(Codecs.ROLLUP_JSON, BOUNDS), record)).containsExactly("too_large: 3 records");
        assertThat(read(Readers.logs(Codecs.LOG_JSON, BOUNDS), record)).containsExactly("too_large: 3 records");
        RequestIntake intake =
                new RequestIntake(List.of(Codecs.REQUEST_JSON), Duration.ofDays(1), Duration.ofMinutes(5));
        assertThat(read(Readers.requests(intake, BOUNDS), record)).containsExactly("skipped");
        record.headers().add(new TooLarge(3, "3 records", true));
        assertThat(read(Readers.logs(Codecs.LOG_JSON, BOUNDS), record)).containsExactly("malformed: 3 records");
        record.headers().add(TooLarge.NAME, "forged".getBytes(UTF_8));
        assertThat(read(Readers.logs(Codecs.LOG_JSON, BOUNDS), record))
                .containsExactly("malformed: a record without a value: expected an event");
    }

    @Test
    void failingReader_createsADeadLetter() {
        SinkSettings settings =
                SinkFixture.settings(Map.of(), PostgresSettings.of("jdbc:postgresql:none", "", ""), "none", "");
        Batch<String> batch = new Batch<>(
                (record, visitor) -> {
                    throw new IllegalStateException("a fault");
                },
                Duration.ofMillis(500),
                settings);
        batch.add(record("{}"), 0);

        assertThat(batch.rejectedRecords())
                .extracting(RejectedRecord::reason, RejectedRecord::detail)
                .containsExactly(tuple("malformed", "unreadable: java.lang.IllegalStateException: a fault"));
        assertThat(batch.reached()).containsOnlyKeys(3);
    }

    private static List<String> log(String ts) {
        return read(
                Readers.logs(Codecs.LOG_JSON, BOUNDS),
                record("{\"ts\":\"" + ts + "\",\"service\":\"shop\",\"message\":\"m\"}"));
    }

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String value) {
        // Tombstones have a null value, although the library's type is not nullable.
        byte[] bytes = value == null ? null : value.getBytes(UTF_8);
        return new ConsumerRecord<>("topic", 3, 7, new byte[0], bytes);
    }

    private static <E> List<String> read(EventReader<E> reader, ConsumerRecord<byte[], byte[]> record) {
        List<String> told = new ArrayList<>();
        reader.read(record, new EventReader.Visitor<>() {
            @Override
            public void accepted(E event) {
                told.add("accepted");
            }

            @Override
            public void refused(String reason, String detail) {
                told.add(reason + ": " + detail);
            }

            @Override
            public void skipped() {
                told.add("skipped");
            }
        });
        return told;
    }
}
