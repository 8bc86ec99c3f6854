package dev.tidemark.processor;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
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
 * The topology at work: Kafka Streams with exactly-once. The topics must exist. Thread-safe.
 *
 * <p>An instance keeps its name in its state folder ({@link InstanceId}) and is a static member of the group: one that was killed and
 * comes back takes its partitions at once, and one that was stopped for less than the session timeout causes no rebalance.
 */
public final class RollupStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RollupStreams.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final ThreadReplacement replacement = new ThreadReplacement();

    /** @throws StartException if the state folder cannot be written or is in use, or a Kafka property is wrong */
    public RollupStreams(ProcessorSettings settings, Supplier<Topology> topology) {
        this.streams = streams(settings, topology.get());
        streams.setUncaughtExceptionHandler(replacement);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                LOG.info("rollups are running");
            } else if (now == KafkaStreams.State.ERROR) {
                LOG.error("rollups have stopped for good");
            }
        });
    }

    private static KafkaStreams streams(ProcessorSettings settings, Topology topology) {
        try {
            Files.createDirectories(settings.stateDir());
            Properties config = new Properties();
            config.putAll(config(settings, InstanceId.in(settings.stateDir())));
            return new KafkaStreams(topology, config);
        } catch (IOException e) {
            throw new StartException(
                    "state folder " + settings.stateDir().toAbsolutePath()
                            + ": expected a folder that can be written (tidemark.state.dir); " + e,
                    e);
        } catch (KafkaException e) {
            throw new StartException(e.getMessage() + " (state folder " + settings.stateDir() + ")", e);
        }
    }

    static Map<String, Object> config(ProcessorSettings settings, String instance) {
        Map<String, Object> config = new HashMap<>(settings.kafka());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // A request waits for one commit of each stage.
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
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 10_000);

        // Static members: an instance that is gone for good is noticed by its session alone.
        config.put(main(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        config.put(main(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        config.put(main(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
        config.put(main(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
        config.put(consumer(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 16 << 20);
        config.put(consumer(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 << 20);

        config.put(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        config.put(producer(ProducerConfig.BATCH_SIZE_CONFIG), 64 << 10);
        config.put(producer(ProducerConfig.LINGER_MS_CONFIG), 50);
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

    /** Returns at once; work begins when the partitions are assigned and the windows restored. */
    public void start() {
        streams.start();
    }

    /** Whether partitions are assigned and all windows are restored. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Commits what was read and stops, within a bound. */
    @Override
    public void close() {
        replacement.stop();
        if (!streams.close(CLOSE_PATIENCE)) {
            LOG.warn("rollups did not stop within {}; what was not committed will be done again", CLOSE_PATIENCE);
        }
    }
}
