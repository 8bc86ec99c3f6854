package dev.tidemark.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.codec.BatchCodec;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology without a broker; the driver commits after each record. */
final class DrivenTopology implements AutoCloseable {
    /** The start time of tests: the start of an hour. */
    static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    final TopologyCounters counters;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> requests;
    private final Map<RollupKey, Rollup> rollups = new LinkedHashMap<>();

    DrivenTopology(Path stateDir, TopologySettings settings) {
        this(stateDir, new TopologyCounters(), settings);
    }

    private DrivenTopology(Path stateDir, TopologyCounters counters, TopologySettings settings) {
        this(stateDir, counters, new RollupTopology(settings, counters));
    }

    /** @param topology may be that of other drivers: several tasks of one process */
    DrivenTopology(Path stateDir, TopologyCounters counters, RollupTopology topology) {
        this.counters = counters;
        Properties config = new Properties();
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "driven");
        driver = new TopologyTestDriver(topology.get(), config, START);
        requests =
                driver.createInputTopic(Topics.REQUESTS.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static RequestEvent event(Instant began, String service, String route, int status, long micros) {
        return new RequestEvent(
                micros(began), service, "i1", "GET", route, status, micros, null, null, null, 10L, 100L);
    }

    /** Many requests in one record. */
    static TestRecord<byte[], byte[]> batch(Instant at, List<RequestEvent> events) {
        BatchCodec.Batch<RequestEvent> batch = Codecs.REQUEST_BATCH.newBatch(1 << 20);
        events.forEach(event -> assertThat(batch.add(event)).isTrue());
        RecordHeaders headers = new RecordHeaders();
        headers.add(
                Codec.CONTENT_TYPE_HEADER, Codecs.REQUEST_BATCH.contentType().getBytes(UTF_8));
        return new TestRecord<>(null, batch.toBytes(), headers, at);
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    void append(Instant at, RequestEvent event) {
        append(at, Codecs.REQUEST_JSON.encode(event));
    }

    void append(Instant at, byte @Nullable [] value) {
        append(new TestRecord<>(null, value, at));
    }

    void append(TestRecord<byte[], byte[]> record) {
        requests.pipeInput(record);
    }

    void advanceWallClock(Duration by) {
        driver.advanceWallClockTime(by);
    }

    TopologyTestDriver driver() {
        return driver;
    }

    /** The newest rollup of each key, after the traffic has stopped for long enough that all windows are published. */
    Map<RollupKey, Rollup> rollups() {
        advanceWallClock(PublicationCadence.LONGEST_INTERVAL);
        advanceWallClock(PublicationCadence.LONGEST_INTERVAL);
        return published();
    }

    /** The newest rollup of each key that is published now. */
    Map<RollupKey, Rollup> published() {
        var topic = driver.createOutputTopic(
                Topics.ROLLUPS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        topic.readRecordsToList().forEach(record -> {
            RollupKey key = decode(Codecs.ROLLUP_KEY_JSON, record.key());
            rollups.put(key, decode(Codecs.ROLLUP_JSON, record.value()));
        });
        return rollups;
    }

    Rollup rollup(String service, String route, Tier tier, Instant start) {
        RollupKey key = new RollupKey(new Series(service, "GET", route), tier, micros(start));
        Rollup rollup = rollups().get(key);
        if (rollup == null) {
            throw new AssertionError("no rollup of " + key + ": there are " + rollups.keySet());
        }
        return rollup;
    }

    /** The number of requests in the newest rollups of a tier. */
    long total(Tier tier) {
        return total(rollups(), tier);
    }

    /** The number of requests in the rollups of a tier that are published now. */
    long publishedTotal(Tier tier) {
        return total(published(), tier);
    }

    private static long total(Map<RollupKey, Rollup> rollups, Tier tier) {
        return rollups.values().stream()
                .filter(rollup -> rollup.key().tier() == tier)
                .mapToLong(Rollup::count)
                .sum();
    }

    /** The dead letters since the last call. */
    List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(DeadLetter.TOPIC, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
    }

    static <E> E decode(Codec<E> codec, byte[] bytes) {
        List<E> events = new ArrayList<>();
        try {
            codec.decode(bytes, events::add);
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
        return events.get(0);
    }
}
