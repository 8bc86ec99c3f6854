package dev.tidemark.bench.engine;

import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.sketch.LatencySketch;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.WindowedSerdes;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The same job written with the Kafka Streams DSL: a window store with one sketch per series and ten seconds. It does less than the
 * topology: its topic is keyed by series, so nothing is repartitioned, and it keeps one tier and no counts. Settings are the defaults,
 * except for exactly-once, one thread, and a commit every second, which gives the same freshness as the topology's two commits.
 */
final class DslPeer {
    private static final long WINDOW_MILLIS = 10_000;

    private DslPeer() {}

    /** Returns events per second over a stretch of the keyed topic; see {@link CommittedRate}. */
    static double eventsPerSecond(
            String bootstrapServers, String id, TemporaryFolder folder, String keyed, Stretch stretch)
            throws Exception {
        LongAdder processed = new LongAdder();
        Properties config = new Properties();
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve(id).toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        try (CommittedRate rate = new CommittedRate(bootstrapServers, id, stretch);
                KafkaStreams streams = new KafkaStreams(topology(keyed, processed), config)) {
            streams.start();
            return rate.eventsPerSecond(processed::sum);
        }
    }

    /** The output topic. */
    static String output(String keyed) {
        return keyed + "-rollups";
    }

    private static Topology topology(String keyed, LongAdder processed) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        keyed,
                        Consumed.with(Serdes.String(), events())
                                .withTimestampExtractor(
                                        (record, time) -> ((RequestEvent) record.value()).timestampMicros() / 1000))
                .groupByKey(Grouped.with(Serdes.String(), events()))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMillis(WINDOW_MILLIS), Duration.ofHours(24)))
                .aggregate(
                        LatencySketch::new,
                        (series, event, sketch) -> {
                            processed.increment();
                            sketch.add(event.durationMicros());
                            return sketch;
                        },
                        Materialized.<String, LatencySketch, WindowStore<Bytes, byte[]>>as("windows")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(sketches()))
                .toStream()
                .to(
                        output(keyed),
                        Produced.with(WindowedSerdes.timeWindowedSerdeFrom(String.class, WINDOW_MILLIS), sketches()));
        return builder.build();
    }

    private static Serde<RequestEvent> events() {
        return Serdes.serdeFrom((topic, event) -> Codecs.REQUEST_JSON.encode(event), (topic, bytes) -> event(bytes));
    }

    private static RequestEvent event(byte[] bytes) {
        RequestEvent[] event = new RequestEvent[1];
        try {
            Codecs.REQUEST_JSON.decode(bytes, read -> event[0] = read);
        } catch (MalformedEventException e) {
            throw new IllegalArgumentException(e);
        }
        return event[0];
    }

    private static Serde<LatencySketch> sketches() {
        return Serdes.serdeFrom(
                (topic, sketch) -> sketch == null ? null : sketch.toBytes(),
                (topic, bytes) -> bytes == null ? null : LatencySketch.fromBytes(bytes));
    }
}
