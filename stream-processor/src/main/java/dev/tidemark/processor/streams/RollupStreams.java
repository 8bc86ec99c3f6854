package dev.tidemark.processor.streams;

import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.health.Problem;
import dev.tidemark.processor.health.StartException;
import dev.tidemark.processor.topology.RecordPacker;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the topology with Kafka Streams and exactly-once processing. The topics must exist. Thread-safe.
 *
 * <p>An instance keeps its id in its state directory ({@link InstanceId}) and is a static member of the group. So a restart within the
 * session timeout causes no rebalance, and a killed instance gets its partitions back at once.
 */
public final class RollupStreams implements SampleSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RollupStreams.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    /** The number of packs that a task buffers before its partition is paused; a pack holds up to 512 records. */
    private static final int BUFFERED_PACKS = 20;

    private final String instance;
    private final int threads;
    /** The number of dead threads when all threads were last seen running. */
    private volatile long madeUpFor;

    private final KafkaStreams streams;
    private final ChangelogEnds changelogEnds;
    private final ThreadReplacement replacement = new ThreadReplacement();
    private final StreamsClients clients;
    private final RestoreProgress restore = new RestoreProgress();
    private final SampleSource samples;
    private volatile boolean closing;
    private volatile Instant since = Instant.now();

    /** @throws StartException if the state directory is not writable or is in use, or a Kafka property is wrong */
    public RollupStreams(ProcessorSettings settings, Supplier<Topology> topology) {
        this(settings, topology, new StreamsClients());
    }

    RollupStreams(ProcessorSettings settings, Supplier<Topology> topology, StreamsClients clients) {
        this.clients = clients;
        this.instance = instance(settings.stateDir());
        this.threads = settings.threads();
        this.streams = streams(settings, topology.get(), instance, clients);
        this.changelogEnds = new ChangelogEnds(settings);
        this.samples = SampleSource.of(
                List.of(clients, new StreamsSamples(streams, replacement::failed), restore, BoundedRocksDb::samples));
        streams.setUncaughtExceptionHandler(replacement);
        streams.setGlobalStateRestoreListener(restore);
        streams.setStandbyUpdateListener(restore);
        streams.setStateListener((now, before) -> {
            since = Instant.now();
            if (now == KafkaStreams.State.RUNNING) {
                LOG.info("rollups are running");
            } else if (now == KafkaStreams.State.ERROR) {
                LOG.error("rollups have stopped and will not restart");
            }
        });
    }

    /** The id of the instance that uses {@code stateDir}, which is created if it is missing. */
    public static String instance(Path stateDir) {
        try {
            Files.createDirectories(stateDir);
            return InstanceId.in(stateDir);
        } catch (IOException e) {
            throw new StartException(
                    "state directory " + stateDir.toAbsolutePath()
                            + ": expected a writable directory (tidemark.state-dir); " + e,
                    e);
        }
    }

    private static KafkaStreams streams(
            ProcessorSettings settings, Topology topology, String instance, StreamsClients clients) {
        try {
            Properties config = new Properties();
            config.putAll(config(settings, instance));
            return new KafkaStreams(topology, config, clients);
        } catch (KafkaException e) {
            throw new StartException(e.getMessage() + " (state directory " + settings.stateDir() + ")", e);
        }
    }

    static Map<String, Object> config(ProcessorSettings settings, String instance) {
        Map<String, Object> config = new HashMap<>(settings.kafka());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // A request waits for one commit in each of the two stages.
        config.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().dividedBy(2).toMillis());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
        config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        Topics.INTERNAL_SETTINGS.forEach((name, value) -> config.put(StreamsConfig.topicPrefix(name), value));
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_PACKS);

        // Static members: only the session timeout shows that an instance is gone for good.
        config.put(main(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        config.put(main(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        config.put(main(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
        config.put(main(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
        config.put(main(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG), RecordPacker.class.getName());
        // How long new partitions of the requests topic may wait; the sink notices them as soon.
        config.put(main(ConsumerConfig.METADATA_MAX_AGE_CONFIG), 10_000);
        config.put(consumer(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 16 << 20);
        config.put(consumer(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 << 20);

        config.put(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // A commit flushes everything. Between commits only dead letters are sent, in few large requests rather than
        // many small ones. Arrays of half a mebibyte would be humongous objects to G1.
        config.put(producer(ProducerConfig.BATCH_SIZE_CONFIG), 480 << 10);
        config.put(producer(ProducerConfig.LINGER_MS_CONFIG), 200);
        // The dead letter of a record of maximum size is larger, because it has more headers.
        config.put(producer(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), DeadLetter.MAX_BYTES);
        return config;
    }

    private static String main(String name) {
        return StreamsConfig.mainConsumerPrefix(name);
    }

    private static String consumer(String name) {
        return StreamsConfig.consumerPrefix(name);
    }

    private static String producer(String name) {
        return StreamsConfig.producerPrefix(name);
    }

    /** @param repair called before each replacement of a dead thread, after a pause; must not throw. Call this before the start */
    public void beforeReplacement(Runnable repair) {
        replacement.before(repair);
    }

    /** Makes all instances share the partitions out again. */
    public void rebalance() {
        clients.rebalance();
    }

    /** Returns at once. Processing starts when partitions are assigned and windows are restored. */
    public void start() {
        if (changelogEnds.areLost()) {
            LOG.error(
                    "Kafka has lost the end of its log: the windows on this machine are deleted and restored from Kafka");
            streams.cleanUp();
        }
        streams.start();
    }

    /** Whether partitions are assigned and all windows are restored. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** The id of the instance, stored in its state directory. */
    public String instance() {
        return instance;
    }

    /** Why some or all partitions are not processed: the topology is not running, or a thread has died. */
    public List<Problem> problems() {
        String leftFor = replacement.leftFor();
        if (leftFor != null) {
            return List.of(new Problem("topology", leftFor, replacement.lastFailure()));
        }
        if (!isRunning()) {
            return List.of(new Problem("topology", "is " + streams.state(), since));
        }
        long failed = replacement.failed();
        long missing = threads - threadsAtWork();
        if (missing <= 0) {
            madeUpFor = failed;
        }
        // Threads that are still starting are missing too, but nothing is wrong with them.
        return missing <= 0 || madeUpFor == failed
                ? List.of()
                : List.of(new Problem(
                        "topology",
                        missing + " of its " + threads
                                + " threads have died and are not yet replaced; the log says why",
                        replacement.lastFailure()));
    }

    private long threadsAtWork() {
        return streams.metadataForLocalThreads().stream()
                        .filter(thread -> thread.threadState().equals("RUNNING"))
                        .count()
                - replacement.waiting();
    }

    /** A problem if the topology has stopped although it was not closed, and a restart could help. */
    public List<Problem> ended() {
        KafkaStreams.State state = streams.state();
        return !closing && replacement.leftFor() == null && state.hasCompletedShutdown()
                ? List.of(new Problem("topology", "is " + state, since))
                : List.of();
    }

    /** The samples that are also published on the samples topic. */
    public SampleSource counters() {
        return clients;
    }

    @Override
    public List<Sample> samples() {
        return samples.samples();
    }

    /** Commits what was read and stops, within a time limit. */
    @Override
    public void close() {
        closing = true;
        replacement.stop();
        KafkaStreams.State before = streams.state();
        if (!streams.close(CLOSE_PATIENCE)) {
            LOG.warn("rollups did not stop within {}; uncommitted work will be repeated", CLOSE_PATIENCE);
        } else if (before.isRunningOrRebalancing()) {
            changelogEnds.write();
        }
    }
}
