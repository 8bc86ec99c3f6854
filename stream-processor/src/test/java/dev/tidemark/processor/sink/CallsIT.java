package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.sketch.LatencySketch;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CallsIT {

    /** What was sent before there was a sink is read from the start; both sinks write to the same windows. */
    @Tag("faults")
    @Test
    void twoSinks_ofBothPartitions_addUpEachSummaryOnce() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.CALLS.name());
            RandomCalls source = new RandomCalls(1, Instant::now);
            List<CallSummary> sent = new ArrayList<>();
            send(fixture, topic, source, sent, 1_000);
            Sink first = start(fixture, "");
            SinkFixture.await(() -> stored(fixture, topic) == 1_000);
            Sink second = start(fixture, "");
            SinkFixture.await(() -> {
                send(fixture, topic, source, sent, 20);
                return second.counters().get(SinkCounter.ROWS_STORED, "calls") > 0;
            });
            for (int i = 0; i < 20; i++) {
                send(fixture, topic, source, sent, 200);
            }
            SinkFixture.await(() -> stored(fixture, topic) == sent.size());

            assertThat(StoredCalls.differences(fixture.database, sent)).isEmpty();
            for (Sink sink : List.of(first, second)) {
                assertThat(sink.counters().get(SinkCounter.ROWS_STORED, "calls"))
                        .isPositive();
                assertThat(sink.counters().get(SinkCounter.RETRIES, "calls")).isZero();
            }
        }
    }

    @Test
    void summariesThatCannotBeStored_becomeDeadLetters_andTheRestIsStored() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.CALLS.name());
            Instant now = Instant.now();
            fixture.broker.send(topic, 0, encoded(now, "known"));
            Sink sink = fixture.start();
            SinkFixture.await(() -> stored(fixture, topic) == 1);
            fixture.database.execute("UPDATE call_1m SET sketch = '\\x016f'");

            fixture.broker.send(topic, 0, encoded(now, "known"));
            fixture.broker.send(topic, 0, encoded(now.minus(Duration.ofDays(401)), "late"));
            fixture.broker.send(topic, 0, encoded(now.plus(Duration.ofDays(2)), "ahead"));
            fixture.broker.send(topic, 0, "{\"ts\":12}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            fixture.broker.send(topic, 0, encoded(now, "new"));
            SinkFixture.await(() -> stored(fixture, topic) == 6);

            assertThat(
                            fixture.database.column(
                                    "SELECT count || ' ' || operation FROM call_1m w JOIN call c ON c.id = w.call_id ORDER BY 1"))
                    .containsExactly("1 new", "2 known");
            assertThat(fixture.broker.deadLetters(topic))
                    .extracting(deadLetter -> Broker.header(deadLetter, DeadLetter.REASON))
                    .containsExactlyInAnyOrder("too_late", "from_the_future", "malformed");
            assertThat(sink.counters().get(SinkCounter.SKETCHES_UNREADABLE, "call_1m"))
                    .isOne();
            assertThat(sink.counters().get(SinkCounter.RETRIES, "calls")).isZero();
        }
    }

    /** Operations of almost a megabyte each, and thousands of targets. */
    @Test
    void hostileSummaries_areCutAndFolded_withoutARetry() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.CALLS.name());
            for (int i = 0; i < 40; i++) {
                fixture.broker.send(topic, i % 2, encoded(Instant.now(), i + "x".repeat(1_000_000)));
            }
            for (int i = 0; i < 5_000; i++) {
                fixture.broker.send(topic, i % 2, encoded(Instant.now(), "operation " + i));
            }
            fixture.broker.flush();
            Sink sink = start(fixture, "tidemark.sink.limit.calls=100");
            SinkFixture.await(() -> stored(fixture, topic) == 5_040);

            assertThat(fixture.database.number("SELECT sum(count) FROM call_10s"))
                    .isEqualTo(5_040);
            assertThat(fixture.database.number("SELECT count(*) FROM call")).isBetween(100L, 103L);
            assertThat(fixture.database.number("SELECT max(length(operation)) FROM call"))
                    .isEqualTo(CallSummary.MAX_OPERATION);
            assertThat(sink.counters().get(SinkCounter.ROWS_FOLDED, "call")).isBetween(4_900L, 4_950L);
            assertThat(sink.counters().get(SinkCounter.RETRIES, "calls")).isZero();
        }
    }

    private static Sink start(SinkFixture fixture, String more) {
        return fixture.start(fixture.settings("calls", more), new OffsetTable(), WriteHook.NONE);
    }

    private static void send(SinkFixture fixture, String topic, RandomCalls source, List<CallSummary> sent, int count) {
        for (int i = 0; i < count; i++) {
            CallSummary event = source.get();
            sent.add(event);
            fixture.broker.send(topic, i % 2, Codecs.CALL_JSON.encode(event));
        }
        fixture.broker.flush();
    }

    private static long stored(SinkFixture fixture, String topic) {
        return fixture.database.number("SELECT sum(next_offset) FROM sink_offset WHERE topic = '" + topic + "'");
    }

    private static byte[] encoded(Instant at, String operation) {
        LatencySketch sketch = new LatencySketch();
        sketch.add(10);
        return Codecs.CALL_JSON.encode(new CallSummary(
                Timestamps.toMicros(at),
                "shop",
                "shop-1",
                "GET",
                "/orders",
                CallKind.DB,
                "shop",
                operation,
                1,
                0,
                10,
                10,
                null,
                null,
                null,
                sketch));
    }
}
