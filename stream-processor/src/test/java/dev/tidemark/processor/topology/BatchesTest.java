package dev.tidemark.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records with many requests. */
final class BatchesTest {
    private static final Instant AT = DrivenTopology.START.plusSeconds(100);

    @TempDir
    Path folder;

    @Test
    void rollups_ofBothEncodings_haveTheSameBytes() {
        List<RequestEvent> events = events(2_000);
        try (DrivenTopology json = new DrivenTopology(folder.resolve("json"), TopologySettings.DEFAULTS);
                DrivenTopology batches = new DrivenTopology(folder.resolve("batches"), TopologySettings.DEFAULTS)) {
            events.forEach(event -> json.append(AT, event));
            for (int from = 0; from < events.size(); from += 170) {
                batches.append(batch(events.subList(from, Math.min(from + 170, events.size()))));
            }

            assertThat(rollups(batches)).hasSizeGreaterThan(100).isEqualTo(rollups(json));
            assertThat(batches.counters.requestsAccepted()).isEqualTo(2_000);
            assertThat(batches.counters.values().get("requests_late_total"))
                    .isEqualTo(json.counters.values().get("requests_late_total"))
                    .isPositive();
        }
    }

    @Test
    void process_malformedBatch_isOneDeadLetterWithItsBytes() {
        try (DrivenTopology topology = new DrivenTopology(folder, TopologySettings.DEFAULTS)) {
            TestRecord<byte[], byte[]> good = batch(events(50));
            byte[] cut = Arrays.copyOf(good.value(), good.value().length - 1);
            topology.append(new TestRecord<>(null, cut, good.headers(), AT));

            List<TestRecord<byte[], byte[]>> deadLetters = topology.deadLetters();
            assertThat(deadLetters).hasSize(1);
            assertThat(deadLetters.get(0).value()).isEqualTo(cut);
            assertThat(header(deadLetters.get(0), Codec.CONTENT_TYPE_HEADER))
                    .isEqualTo(Codecs.REQUEST_BATCH.contentType());
            assertThat(topology.total(Tier.TEN_SECONDS)).isZero();
            assertThat(topology.counters.values().get("requests_rejected_malformed_total"))
                    .isEqualTo(1);
        }
    }

    @Test
    void process_batchWithLateRequests_countsTheOthersAndCreatesADeadLetterForEach() {
        try (DrivenTopology topology = new DrivenTopology(folder, TopologySettings.DEFAULTS)) {
            List<RequestEvent> events = new ArrayList<>(events(50));
            RequestEvent late = at(AT.minus(Duration.ofHours(25)));
            RequestEvent early = at(AT.plus(Duration.ofMinutes(6)));
            events.add(7, late);
            events.add(early);
            topology.append(batch(events));

            List<TestRecord<byte[], byte[]>> deadLetters = topology.deadLetters();
            assertThat(deadLetters).hasSize(2);
            assertThat(deadLetters)
                    .extracting(deadLetter -> DrivenTopology.decode(Codecs.REQUEST_JSON, deadLetter.value()))
                    .containsExactly(late, early);
            assertThat(deadLetters)
                    .extracting(deadLetter -> header(deadLetter, Codec.CONTENT_TYPE_HEADER))
                    .containsOnly(Codecs.REQUEST_JSON.contentType());
            assertThat(deadLetters)
                    .extracting(deadLetter -> header(deadLetter, DeadLetter.REASON))
                    .containsExactly("too_late", "from_the_future");
            assertThat(deadLetters)
                    .extracting(deadLetter -> header(deadLetter, DeadLetter.SOURCE_OFFSET))
                    .containsOnly("0");
            assertThat(topology.total(Tier.TEN_SECONDS)).isEqualTo(50);
            assertThat(topology.counters.values())
                    .containsEntry("records_read_total", 1L)
                    .containsEntry("requests_accepted_total", 50L)
                    .containsEntry("requests_rejected_too_late_total", 1L)
                    .containsEntry("requests_rejected_from_the_future_total", 1L);
        }
    }

    @Test
    void process_unknownContentType_isADeadLetterThatListsTheKnownOnes() {
        try (DrivenTopology topology = new DrivenTopology(folder, TopologySettings.DEFAULTS)) {
            RecordHeaders headers = new RecordHeaders();
            headers.add(Codec.CONTENT_TYPE_HEADER, "text/csv".getBytes(UTF_8));
            topology.append(new TestRecord<>(null, batch(events(1)).value(), headers, AT));

            assertThat(header(topology.deadLetters().get(0), DeadLetter.DETAIL))
                    .isEqualTo("content-type \"text/csv\": expected one of"
                            + " [application/json, application/vnd.tidemark.requests.v1+batch]");
        }
    }

    private static TestRecord<byte[], byte[]> batch(List<RequestEvent> events) {
        return DrivenTopology.batch(AT, events);
    }

    private static List<RequestEvent> events(int count) {
        Random random = new Random(3);
        List<RequestEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean fails = random.nextInt(10) == 0;
            events.add(new RequestEvent(
                    DrivenTopology.micros(AT) - random.nextInt(200_000_000),
                    "service" + random.nextInt(3),
                    random.nextBoolean() ? "i" + random.nextInt(3) : null,
                    random.nextBoolean() ? "GET" : "POST",
                    "/r" + random.nextInt(5),
                    fails ? 500 : 200,
                    (long) Math.exp(random.nextDouble() * 14),
                    "4bf92f3577b34da6a3ce929d0e0e4736",
                    null,
                    fails ? "Error" + random.nextInt(30) : null,
                    (long) random.nextInt(1000),
                    null));
        }
        return events;
    }

    private static RequestEvent at(Instant began) {
        return new RequestEvent(
                DrivenTopology.micros(began),
                "shop",
                "shop-1",
                "GET",
                "/odd",
                200,
                1,
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                null,
                null,
                null);
    }

    /** The bytes of the newest rollup of each key, both as text. */
    private static Map<String, String> rollups(DrivenTopology topology) {
        Map<String, String> newest = new TreeMap<>();
        topology.driver()
                .createOutputTopic(Topics.ROLLUPS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .forEach(record -> newest.put(new String(record.key(), UTF_8), new String(record.value(), UTF_8)));
        return newest;
    }

    private static String header(TestRecord<byte[], byte[]> deadLetter, String name) {
        return new String(deadLetter.headers().lastHeader(name).value(), UTF_8);
    }
}
