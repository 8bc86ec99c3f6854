package dev.tidemark.processor.topology;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.processor.ProcessorSettings;
import dev.tidemark.processor.RollupStreams;
import dev.tidemark.processor.settings.SettingReader;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topology whose threads die of each record. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DeadThreadIT {
    private static final KafkaBroker KAFKA = DeclaredKafka.started();

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @Test
    void threadThatWaitsToBeReplaced_keepsTheTopologyFromBeingReady() {
        try (Traffic traffic = new Traffic(KAFKA.bootstrapServers());
                RollupStreams streams = streams()) {
            traffic.send("shop", 0, 10);
            streams.start();

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    // The threads that die on purpose have one.
                    .dontCatchUncaughtExceptions()
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> streams.isRunning()
                            && streams.problems().stream()
                                    .anyMatch(problem -> problem.text().contains("threads have died")));
        }
    }

    private RollupStreams streams() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "tidemark.kafka.bootstrap.servers", KAFKA.bootstrapServers(),
                "tidemark.state.dir", folder.toString(),
                "tidemark.application.id", "dead-thread"));
        Topology dies = new Topology()
                .addSource("requests", new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.REQUESTS.name())
                .addProcessor("dies", Dies::new, "requests");
        return new RollupStreams(ProcessorSettings.from(new SettingReader(properties, Map.of())), () -> dies);
    }

    private static final class Dies implements Processor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            throw new IllegalStateException("a fault on purpose");
        }
    }
}
