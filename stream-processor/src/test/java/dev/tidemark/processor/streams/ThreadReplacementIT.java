package dev.tidemark.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.metrics.Sample;
import dev.tidemark.processor.topology.NewerFormException;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rollups when a stream thread dies. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ThreadReplacementIT {
    private static final Map<String, Object> KAFKA =
            Map.of("bootstrap.servers", Backends.kafka().bootstrapServers());

    private final String topic = "dying." + UUID.randomUUID();
    private final AtomicInteger deaths = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @TempDir
    private Path folder;

    /** One record. */
    @BeforeEach
    void send() throws Exception {
        try (Admin admin = Admin.create(KAFKA);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(KAFKA, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            producer.send(new ProducerRecord<>(topic, new byte[1])).get();
        }
    }

    /** Its partitions return after the dead thread's session timeout, because its replacement has another member id. */
    @Test
    void deadThread_isReplacedAndCounted_andItsWorkRepeated() {
        try (RollupStreams rollups = rollups(new IllegalStateException("a fault on purpose"), 1)) {
            rollups.start();

            await(() -> done.get() == 1);
            assertThat(deaths).hasValue(1);
            assertThat(failed(rollups)).isOne();
            await(rollups::isRunning);
            assertThat(rollups.ended()).isEmpty();
        }
    }

    /**
     * A copy of the state directory keeps a thread waiting for half a minute, which health reports; the processor is
     * stopped meanwhile.
     */
    @Test
    void delayedReplacement_isNotReady_andDoesNotDelayClose() {
        RollupStreams rollups = rollups(new FencedInstanceIdException("another has the name, on purpose"), 1_000);
        try (rollups) {
            rollups.start();
            await(() -> failed(rollups) == 1);
            await(() -> rollups.isRunning()
                    && rollups.problems().stream()
                            .anyMatch(problem -> problem.text().startsWith("1 of its 1 threads have died")));
            long begin = System.nanoTime();
            rollups.close();

            // Less than the rest of the half minute.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(deaths).as("dead threads without a replacement").hasValue(1);
        }
    }

    /** Another thread, or a restart, would only fail again. What it read is left to an instance that can read it. */
    @Test
    void recordOfANewerForm_stopsTheTopology_whichSaysSo_andDropsNothing() {
        try (RollupStreams rollups =
                rollups(new NewerFormException("delta of version 2; this one reads version 1"), 1)) {
            rollups.start();

            await(() -> rollups.samples().stream()
                    .anyMatch(sample -> sample.descriptor().name().equals("stream_state")
                            && sample.labels().contains("ERROR")
                            && sample.value() == 1));
            assertThat(rollups.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.text())
                            .startsWith("a newer Tidemark has written a delta of version 2; this one reads version 1. ")
                            .contains("Upgrade this processor"));
            assertThat(rollups.ended()).as("a restart does not help").isEmpty();
            assertThat(deaths).hasValue(1);
        }
        // An instance that can read it.
        try (RollupStreams upgraded = rollups(new IllegalStateException("never thrown"), 0)) {
            upgraded.start();
            await(() -> done.get() == 1);
        }
    }

    private RollupStreams rollups(RuntimeException fault, int times) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "tidemark.state.dir",
                folder.toString(),
                "tidemark.application.id",
                topic,
                "tidemark.threads",
                "1",
                "tidemark.kafka.bootstrap.servers",
                Backends.kafka().bootstrapServers()));
        return new RollupStreams(
                ProcessorSettings.from(SettingsReader.of(Component.PROCESSOR, properties)),
                () -> new Topology()
                        .addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic)
                        .addProcessor("dying", () -> new Dying(fault, times), "source"));
    }

    /** Fails this many times, and then works. */
    private final class Dying implements Processor<byte[], byte[], Void, Void> {
        private final RuntimeException fault;
        private final int times;

        Dying(RuntimeException fault, int times) {
            this.fault = fault;
            this.times = times;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (deaths.get() < times) {
                deaths.incrementAndGet();
                throw fault;
            }
            done.incrementAndGet();
        }
    }

    private static double failed(RollupStreams rollups) {
        return rollups.samples().stream()
                .filter(sample -> sample.descriptor().name().equals("stream_threads_failed_total"))
                .mapToDouble(Sample::value)
                .sum();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                // The threads that die on purpose throw uncaught exceptions.
                .dontCatchUncaughtExceptions()
                .until(condition);
    }
}
