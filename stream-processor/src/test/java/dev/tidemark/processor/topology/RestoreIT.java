package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.processor.ProcessorSettings;
import dev.tidemark.processor.RollupStreams;
import dev.tidemark.processor.meter.Reading;
import dev.tidemark.processor.settings.SettingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is read back before work can begin. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RestoreIT {
    private static final KafkaBroker KAFKA = DeclaredKafka.started();
    private static final int SERIES = 200;

    private final String application = "restore-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @Test
    void restart_withTheStateInPlace_readsNoWindowBack_andWithoutItAll() throws IOException {
        try (Traffic traffic = new Traffic(KAFKA.bootstrapServers());
                Published published = new Published(KAFKA.bootstrapServers(), application);
                RollupStreams first = streams("state", 0)) {
            first.start();
            traffic.send("shop", 0, SERIES);
            published.awaitAll();
            assertThat(windowsRestored(first)).isZero();
        }
        assertThat(windowsRestoredByAStart()).as("with the state in place").isZero();

        delete(folder.resolve("state"));
        // A window of each tier for each series, at least.
        assertThat(windowsRestoredByAStart()).as("without it").isGreaterThanOrEqualTo(3L * SERIES);
    }

    @Test
    void standby_holdsACopyOfTheOthersWindows() {
        try (Traffic traffic = new Traffic(KAFKA.bootstrapServers());
                Published published = new Published(KAFKA.bootstrapServers(), application);
                RollupStreams first = streams("first", 1);
                RollupStreams second = streams("second", 1)) {
            assertThat(first.instance()).isNotEqualTo(second.instance());
            first.start();
            second.start();
            traffic.send("shop", 0, SERIES);
            published.awaitAll();

            for (RollupStreams streams : List.of(first, second)) {
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> behind(streams) == 0);
            }
        }
    }

    /** By how much the copies are behind; -1 if there are none. */
    private static double behind(RollupStreams streams) {
        return streams.readings().stream()
                .filter(reading -> reading.meter().name().equals("state_standby_behind_records"))
                .filter(reading -> reading.labels().contains(RollupTopology.WINDOWS_STORE))
                .mapToDouble(Reading::value)
                .reduce(Double::sum)
                .orElse(-1);
    }

    private long windowsRestoredByAStart() {
        try (RollupStreams streams = streams("state", 0)) {
            streams.start();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(streams::isRunning);
            return windowsRestored(streams);
        }
    }

    /** Of the store on disk; those in memory are read back each time. */
    private static long windowsRestored(RollupStreams streams) {
        return (long) streams.readings().stream()
                .filter(reading -> reading.meter().name().equals("state_restored_records_total"))
                .filter(reading -> reading.labels().contains(RollupTopology.WINDOWS_STORE))
                .mapToDouble(Reading::value)
                .sum();
    }

    private RollupStreams streams(String state, int standbys) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "tidemark.kafka.bootstrap.servers", KAFKA.bootstrapServers(),
                "tidemark.state.dir", folder.resolve(state).toString(),
                "tidemark.application.id", application,
                "tidemark.standby.replicas", Integer.toString(standbys),
                "tidemark.commit.interval", "200ms"));
        ProcessorSettings settings = ProcessorSettings.from(new SettingReader(properties, Map.of()));
        return new RollupStreams(settings, new RollupTopology(settings.topology(), new TopologyCounters()));
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
