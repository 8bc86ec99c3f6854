package dev.tidemark.processor;

import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.disk.FolderWatch;
import dev.tidemark.processor.filters.FilterWatch;
import dev.tidemark.processor.health.ClockWatch;
import dev.tidemark.processor.health.StartException;
import dev.tidemark.processor.http.HttpSettings;
import dev.tidemark.processor.lag.LagWatch;
import dev.tidemark.processor.metrics.CounterSamples;
import dev.tidemark.processor.partitions.PartitionWatch;
import dev.tidemark.processor.sink.Sink;
import dev.tidemark.processor.sink.SinkSettings;
import dev.tidemark.processor.sink.disk.DiskGuard;
import dev.tidemark.processor.sink.disk.DiskSettings;
import dev.tidemark.processor.sink.disk.FreeSpace;
import dev.tidemark.processor.sink.postgres.Migrations;
import dev.tidemark.processor.sink.postgres.NewerSchemaException;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.processor.streams.RollupStreams;
import dev.tidemark.processor.topics.TopicDeclaration;
import dev.tidemark.processor.topology.RollupTopology;
import dev.tidemark.processor.topology.TopologyCounters;
import dev.tidemark.processor.topology.TopologySettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.KafkaSetting;
import dev.tidemark.settings.Secrets;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.topic.Topic;
import dev.tidemark.wire.topic.Topics;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream processor. Takes its settings from system properties and the environment ({@link ProcessorSettings}); stops cleanly on
 * SIGTERM or SIGINT. If it cannot start, it logs why and exits with 2.
 */
public final class Main implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int CANNOT_START = 2;
    private static final long STOP_SECONDS = 60;
    /** A backup may be restored meanwhile. */
    private static final Duration NEWER_SCHEMA_PAUSE = Duration.ofSeconds(10);

    private static final Duration FILTER_INTERVAL = Duration.ofSeconds(10);

    /** Stopped in reverse order. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Main() {}

    public static void main(String[] args) {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main, stopped), "stop"));
        try (Main processor = new Main()) {
            processor.start(SettingsReader.ofProcess(Component.PROCESSOR));
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            LOG.info("stopped");
        } catch (StartException | IllegalArgumentException e) {
            LOG.error("cannot start: {}", e.getMessage());
            stopped.countDown();
            System.exit(CANNOT_START);
        } finally {
            stopped.countDown();
        }
    }

    private void start(SettingsReader in) throws InterruptedException {
        in.warning().ifPresent(LOG::warn);
        ProcessorSettings settings = ProcessorSettings.from(in);
        SinkSettings sinkSettings = SinkSettings.from(in, named(settings));
        Watch watch = with(new Watch(HttpSettings.from(in)));
        watch.over(with(new ClockWatch()));

        TopicDeclaration topics = new TopicDeclaration(
                settings.kafka(),
                settings.kafkaPatience(),
                settings.replicationFactor(),
                in.get(KafkaSetting.MAX_BYTES),
                in.isSet(KafkaSetting.MAX_BYTES));
        int declared = topics.declare();
        PartitionWatch partitions = with(new PartitionWatch(settings.kafka(), settings.applicationId(), declared));
        TopologySettings topology = settings.topology();
        TopologyCounters counters = new TopologyCounters();
        RollupStreams rollups =
                with(new RollupStreams(settings, new RollupTopology(topology, partitions.partitioning(), counters)));
        rollups.beforeReplacement(partitions::repair);
        Sink sink = with(new Sink(sinkSettings, topology.intake(), Clock.systemUTC()));
        DiskSettings disk = DiskSettings.from(in);
        PostgresConnector postgres = new PostgresConnector(sinkSettings.postgres());
        FolderWatch folders = with(new FolderWatch(
                Map.of("kafka", disk.kafkaPath(), "state", settings.stateDir().toString()),
                disk.criticalBytes(),
                Clock.systemUTC()));
        DiskGuard guard = with(new DiskGuard(
                postgres,
                disk,
                FreeSpace.at(disk.path()),
                used -> folders.sharing(disk.path(), used),
                Clock.systemUTC(),
                sink.steadyTime()));
        CounterSamples samples = with(new CounterSamples(
                settings.kafka(),
                ManagementFactory.getRuntimeMXBean().getName(),
                SampleSource.of(List.of(counters, rollups.counters(), sink, guard, folders))));
        FilterWatch filters = with(new FilterWatch(postgres, Clock.systemUTC()));
        watch.over(rollups, sink, List.of(counters, samples, filters));
        watch.over(guard);
        watch.over(partitions);
        watch.over(folders);
        folders.start();
        watch.over(with(new LagWatch(
                settings.kafka(),
                settings.applicationId(),
                Topics.REQUESTS.name(),
                Topics.ALL.stream().map(Topic::name).toList(),
                postgres,
                Clock.systemUTC())));

        // The topology does not need PostgreSQL, so it runs while the process waits for PostgreSQL.
        rollups.start();
        partitions.start(rollups::rebalance);
        samples.start(settings.sampleInterval());
        watch.progress("bringing the database to the current schema");
        migrate(settings, sinkSettings, watch);
        // Starts before the sink stores the backlog, so that the backlog counts as an increase.
        filters.start(FILTER_INTERVAL);
        sink.start();
        guard.start();
        watch.started();
        LOG.info("started; Kafka at {}", settings.kafka().get("bootstrap.servers"));
    }

    /** Makes the sink's consumers static members of their groups, like the topology's. */
    private static Map<String, String> named(ProcessorSettings settings) {
        Map<String, String> kafka = new HashMap<>(settings.kafka());
        kafka.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, RollupStreams.instance(settings.stateDir()));
        return kafka;
    }

    /** Stays alive in front of a newer schema and says so: a restart would change nothing, and the topology needs no database. */
    private static void migrate(ProcessorSettings settings, SinkSettings sink, Watch watch)
            throws InterruptedException {
        Migrations migrations = new Migrations(sink.postgres());
        try {
            while (true) {
                try {
                    migrations.run(settings.postgresPatience());
                    return;
                } catch (NewerSchemaException e) {
                    LOG.error("nothing is stored: {}", e.getMessage());
                    watch.progress(String.valueOf(e.getMessage()));
                    TimeUnit.MILLISECONDS.sleep(NEWER_SCHEMA_PAUSE.toMillis());
                }
            }
        } catch (FlywayException e) {
            throw new StartException(
                    "the database " + sink.postgres().address() + " cannot be brought to the current schema: "
                            + Secrets.redact(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private <P extends AutoCloseable> P with(P part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        // This thread was interrupted to stop the process, but stopping the parts has to wait.
        boolean ignored = Thread.interrupted();
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }

    /** Interrupts the main thread, which handles an interrupt at any time, even during startup. */
    private static void stop(Thread main, CountDownLatch stopped) {
        main.interrupt();
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("not stopped within {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
