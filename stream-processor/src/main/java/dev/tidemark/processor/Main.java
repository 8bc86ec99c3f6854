package dev.tidemark.processor;

import dev.tidemark.processor.settings.SettingReader;
import dev.tidemark.processor.sink.Sink;
import dev.tidemark.processor.sink.SinkSettings;
import dev.tidemark.processor.sink.store.Migrations;
import dev.tidemark.processor.topology.RollupTopology;
import dev.tidemark.processor.topology.TopologyCounters;
import dev.tidemark.processor.topology.TopologySettings;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream processor. Takes its settings from system properties and the environment ({@link ProcessorSettings}); stops in order on
 * SIGTERM or SIGINT. Exits with 2 if it cannot start, and says why.
 */
public final class Main implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int CANNOT_START = 2;
    private static final long STOP_SECONDS = 60;

    /** The last one is stopped first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Main() {}

    public static void main(String[] args) {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main, stopped), "stop"));
        try (Main processor = new Main()) {
            SettingReader in = SettingReader.ofSystem();
            ProcessorSettings settings = ProcessorSettings.from(in);
            processor.start(settings, SinkSettings.from(in, settings.kafka()));
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

    private void start(ProcessorSettings settings, SinkSettings sinkSettings) {
        TopicDeclaration topics =
                new TopicDeclaration(settings.kafka(), settings.kafkaPatience(), settings.replicationFactor());
        TopologySettings topology = settings.topology().withRequestPartitions(topics.declare());
        TopologyCounters counters = new TopologyCounters();
        String instance = ManagementFactory.getRuntimeMXBean().getName();

        RollupStreams rollups = with(new RollupStreams(settings, new RollupTopology(topology, counters)));
        Sink sink = with(new Sink(sinkSettings, topology.intake(), Clock.systemUTC()));
        CounterSamples samples = with(new CounterSamples(settings.kafka(), instance, () -> {
            Map<String, Long> values = new TreeMap<>(counters.values());
            values.putAll(sink.counters().values());
            return values;
        }));

        // The topology needs no PostgreSQL: it works while that is waited for.
        rollups.start();
        samples.start(settings.sampleInterval());
        migrate(settings, sinkSettings);
        sink.start();
        LOG.info("started; Kafka at {}", settings.kafka().get("bootstrap.servers"));
    }

    private static void migrate(ProcessorSettings settings, SinkSettings sink) {
        try {
            new Migrations(sink.postgres()).run(settings.postgresPatience());
        } catch (FlywayException e) {
            throw new StartException(
                    "the database " + sink.postgres().url() + " cannot be brought to the current schema: "
                            + e.getMessage(),
                    e);
        }
    }

    private <P extends AutoCloseable> P with(P part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        // Whoever stops us has interrupted this thread; stopping takes waiting.
        boolean ignored = Thread.interrupted();
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop in order", part.getClass().getSimpleName(), e);
            }
        }
    }

    /** The main thread waits to be interrupted, once, from its first moment on. */
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
