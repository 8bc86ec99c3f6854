package dev.tidemark.processor.topology;

import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology that turns requests into rollups and dead letters. It depends only on its settings: no clock, no I/O. Every node, store
 * and internal topic has a fixed name, by which an installation finds its state after an upgrade.
 *
 * <table>
 * <caption>Stores, one of each per partition</caption>
 * <tr><td>{@value #DELTAS_SERIES}</td><td>on disk, logged: the series of a partition of the requests topic, at most 2,000 per
 *     service</td></tr>
 * <tr><td>{@value #WINDOWS_SERIES}</td><td>on disk, logged: the series of a service, at most 2,000</td></tr>
 * <tr><td>{@value #WINDOWS_STORE}</td><td>on disk, logged: the windows that can still change, and how far each partition was
 *     counted</td></tr>
 * <tr><td>{@value #DELTAS_HOOK}, {@value #WINDOWS_HOOK}</td><td>hold nothing: {@link CommitHook}</td></tr>
 * </table>
 */
public final class RollupTopology implements Supplier<Topology> {
    static final String REQUESTS = "requests";
    static final String DELTAS = "deltas";
    static final String DELTAS_HOOK = "deltas-hook";
    static final String DELTAS_SERIES = "deltas-series";
    static final String DELTAS_REPARTITION = "deltas-repartition-filter";
    static final String REJECTED_REQUESTS = "rejected-requests";
    static final String WINDOWS = "windows";
    static final String WINDOWS_HOOK = "windows-hook";
    static final String WINDOWS_SERIES = "windows-series";
    static final String WINDOWS_STORE = "windows-store";
    static final String REJECTED_DELTAS = "rejected-deltas";
    static final String ROLLUPS = "rollups";

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    /**
     * Small segments, compacted early, because after a crash the whole changelog is read again and most of it is overwritten values. No
     * record is rejected because this machine's clock is ahead of the broker's.
     */
    private static final Map<String, String> CHANGELOG = Map.of(
            "segment.bytes",
            Integer.toString(16 << 20),
            "min.cleanable.dirty.ratio",
            "0.2",
            "delete.retention.ms",
            "3600000",
            "message.timestamp.after.max.ms",
            Long.toString(Long.MAX_VALUE));

    /** The logged stores of the first stage. */
    private static final List<String> REQUEST_STORES = List.of(DELTAS_SERIES);

    private final TopologySettings settings;
    private final Partitioning partitioning;
    private final TopologyCounters counters;
    private final Function<String, StoreBuilder<CommitHook>> hooks;
    private final MemoryPool deltaMemory;
    private final MemoryPool windowMemory;

    /** The topology of a new installation, whose requests topic has {@link TopologySettings#requestPartitions()}. */
    public RollupTopology(TopologySettings settings, TopologyCounters counters) {
        this(settings, Partitioning.ofNewInstallation(settings.requestPartitions()), counters);
    }

    /**
     * @param partitioning the number of partitions of its topics
     * @param counters the counters of the topology
     */
    public RollupTopology(TopologySettings settings, Partitioning partitioning, TopologyCounters counters) {
        this(settings, partitioning, counters, CommitHook::named);
    }

    /** @param hooks creates the commit hooks; a test passes one that ignores commits, and observes lost requests */
    RollupTopology(
            TopologySettings settings,
            Partitioning partitioning,
            TopologyCounters counters,
            Function<String, StoreBuilder<CommitHook>> hooks) {
        this.settings = settings;
        this.partitioning = partitioning;
        this.counters = counters;
        this.hooks = hooks;
        this.deltaMemory = new MemoryPool(settings.memory().deltas());
        this.windowMemory = new MemoryPool(settings.memory().windows());
    }

    /** The changelogs of the first stage, which need as many partitions as the requests topic. */
    public static List<String> requestChangelogs(String applicationId) {
        return REQUEST_STORES.stream()
                .map(store -> applicationId + "-" + store + "-changelog")
                .toList();
    }

    /** The topic between the stages. */
    public static String repartitionTopic(String applicationId) {
        return applicationId + "-" + DELTAS + "-repartition";
    }

    @Override
    public Topology get() {
        RequestIntake intake = settings.intake().withoutIds();
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(hooks.apply(DELTAS_HOOK));
        builder.addStateStore(series(DELTAS_SERIES));
        builder.addStateStore(hooks.apply(WINDOWS_HOOK));
        builder.addStateStore(series(WINDOWS_SERIES));
        builder.addStateStore(windows());
        KStream<byte[], byte[]> deltas = builder.stream(
                        Topics.REQUESTS.name(),
                        Consumed.with(BYTES, BYTES)
                                .withName(REQUESTS)
                                // With the reset policy set here, Kafka Streams resets the offset and logs it; the
                                // consumer would do so silently.
                                .withOffsetResetPolicy(AutoOffsetReset.earliest())
                                .withTimestampExtractor((record, time) -> appendMillis(record)))
                .process(
                        () -> new DeltaProcessor(settings, deltaMemory, intake, counters),
                        Named.as(DELTAS),
                        DELTAS_HOOK,
                        DELTAS_SERIES);
        deltas.repartition(Repartitioned.<byte[], byte[]>as(DELTAS)
                        .withKeySerde(BYTES)
                        .withValueSerde(BYTES)
                        .withNumberOfPartitions(partitioning.windows())
                        .withStreamPartitioner(new ByService()))
                .process(
                        () -> new WindowProcessor(settings, partitioning, windowMemory, counters),
                        Named.as(WINDOWS),
                        WINDOWS_HOOK,
                        WINDOWS_SERIES,
                        WINDOWS_STORE);
        Topology topology = builder.build();
        sink(topology, REJECTED_REQUESTS, DeadLetter.TOPIC, DELTAS);
        sink(topology, REJECTED_DELTAS, DeadLetter.TOPIC, WINDOWS);
        sink(topology, ROLLUPS, Topics.ROLLUPS.name(), WINDOWS);
        return topology;
    }

    /**
     * Without an append time, a request is rejected as from the future (its append time counts as 1970), rather than
     * stopping the thread.
     */
    static long appendMillis(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.timestamp());
    }

    private static void sink(Topology topology, String name, String topic, String parent) {
        topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), parent);
    }

    /** On disk, because a changelog of any size is restored before {@link CardinalityLimiter} limits what is kept in memory. */
    private static StoreBuilder<KeyValueStore<byte[], Long>> series(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), BYTES, Serdes.Long())
                .withCachingDisabled()
                .withLoggingEnabled(CHANGELOG);
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> windows() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(WINDOWS_STORE), BYTES, BYTES)
                .withCachingDisabled()
                .withLoggingEnabled(CHANGELOG);
    }
}
