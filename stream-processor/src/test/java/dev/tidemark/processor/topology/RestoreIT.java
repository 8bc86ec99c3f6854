package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.metrics.Sample;
import dev.tidemark.processor.LogEnds;
import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.processor.streams.RollupStreams;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The records that are restored before processing starts. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RestoreIT {
    private static final KafkaBroker KAFKA = DeclaredKafka.started();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SERIES = 200;
    /** All windows of one series are in one partition; with this many series, each partition has some. */
    private static final int SERVICES = 40;

    private final String application = "restore-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @Test
    void restart_withItsState_restoresNoWindow_andWithoutItAll() throws IOException {
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
        // At least one window of each tier per series.
        assertThat(windowsRestoredByAStart()).as("without it").isGreaterThanOrEqualTo(3L * SERIES);
    }

    /** As after an upgrade, or with a lower limit. The series that do not fit are counted as (other), the same ones each time. */
    @Test
    void changelogOfMoreSeriesThanFit_isRestoredUpToTheLimit() throws IOException {
        int series = 3 * SERIES;
        try (Traffic traffic = new Traffic(KAFKA.bootstrapServers());
                Published published = new Published(KAFKA.bootstrapServers(), application)) {
            send(traffic, published, series, "12MiB");
            assertThat(count(published, ofWide -> true)).isEqualTo(series);
            assertThat(count(published, Series::isOther)).isZero();

            delete(folder.resolve("state"));
            send(traffic, published, series, "64KiB");
            long others = count(published, Series::isOther);
            assertThat(others).isBetween(series / 3L, series - 1L);

            delete(folder.resolve("state"));
            send(traffic, published, series, "64KiB");
            assertThat(count(published, Series::isOther)).isEqualTo(2 * others);
            assertThat(count(published, ofWide -> true)).isEqualTo(3L * series);
        }
    }

    private void send(Traffic traffic, Published published, int series, String memory) {
        try (RollupStreams streams = streams("state", 0, Map.of("tidemark.max.series.memory", memory))) {
            streams.start();
            traffic.send("wide", 0, series);
            published.awaitAll();
        }
    }

    private static long count(Published published, Predicate<Series> which) {
        return published.rollups().values().stream()
                .filter(rollup -> rollup.key().tier() == Tier.ONE_HOUR
                        && rollup.key().series().service().equals("wide")
                        && which.test(rollup.key().series()))
                .mapToLong(Rollup::count)
                .sum();
    }

    /** Each changelog record is in the copy of one of the two instances; the survivor continues from its own copy. */
    @Test
    void failover_withACopy_restoresFewWindows() throws Exception {
        try (RollupStreams first = streams("first", 1);
                RollupStreams second = streams("second", 1)) {
            start(first, second, streams -> has(streams, "state_standby_unread_copies"));
            String changelog = application + "-" + RollupTopology.WINDOWS_STORE + "-changelog";
            // Each partition begins with records of its first owner, which the other one's copy may have loaded, or not
            // yet.
            long loadedBefore = loaded(first) + loaded(second);
            long writtenBefore = committedRecords(changelog);
            sendAndAwaitAll();
            long written = committedRecords(changelog) - writtenBefore;
            assertThat(written).isGreaterThanOrEqualTo(3L * SERIES);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(loaded(first) + loaded(second) - loadedBefore)
                            .as(() -> windows(first).toList() + " "
                                    + windows(second).toList())
                            .isGreaterThanOrEqualTo(written));
            await(() -> Stream.of(first, second)
                    .allMatch(streams -> has(streams, "state_standby_behind_records")
                            && value(streams, "state_standby_behind_records") == 0));
            second.close();
            await(() -> !has(first, "state_standby_unread_copies") && first.isRunning());

            assertThat(windowsRestored(first)).isLessThan(SERIES / 10);
        }
    }

    /** Negative control: the survivor restores all windows of the other instance. */
    @Test
    void failover_withoutACopy_restoresTheWindows() throws Exception {
        try (RollupStreams first = streams("first", 0);
                RollupStreams second = streams("second", 0)) {
            start(first, second, streams -> true);
            sendAndAwaitAll();
            second.close();

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(windowsRestored(first)).isGreaterThanOrEqualTo(SERIES / 4));
        }
    }

    /** Returns once both instances have windows. */
    private static void start(RollupStreams first, RollupStreams second, Predicate<RollupStreams> ready) {
        assertThat(first.instance()).isNotEqualTo(second.instance());
        first.start();
        await(first::isRunning);
        second.start();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Stream.of(first, second))
                        .allSatisfy(streams -> assertThat(streams.isRunning()
                                        && has(streams, "state_restored_records_total")
                                        && ready.test(streams))
                                .as(() -> streams.problems() + " "
                                        + windows(streams).toList())
                                .isTrue()));
    }

    private void sendAndAwaitAll() {
        try (Traffic traffic = new Traffic(KAFKA.bootstrapServers());
                Published published = new Published(KAFKA.bootstrapServers(), application)) {
            for (int service = 0; service < SERVICES; service++) {
                traffic.send("shop" + service, 0, SERIES / SERVICES);
            }
            published.awaitAll();
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }

    private static long committedRecords(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()));
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "isolation.level", "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            Set<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .collect(Collectors.toSet());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = LogEnds.of(admin, partitions);
            long records = 0;
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                records += consumer.poll(Duration.ofMillis(200)).count();
            }
            return records;
        }
    }

    private long windowsRestoredByAStart() {
        try (RollupStreams streams = streams("state", 0)) {
            streams.start();
            Awaitility.await().atMost(PATIENCE).until(streams::isRunning);
            return windowsRestored(streams);
        }
    }

    private static long windowsRestored(RollupStreams streams) {
        return value(streams, "state_restored_records_total");
    }

    private static long loaded(RollupStreams streams) {
        return value(streams, "state_standby_loaded_records_total");
    }

    private static boolean has(RollupStreams streams, String name) {
        return windows(streams, name).findAny().isPresent();
    }

    private static long value(RollupStreams streams, String name) {
        return (long) windows(streams, name).mapToDouble(Sample::value).sum();
    }

    private static Stream<Sample> windows(RollupStreams streams, String name) {
        return windows(streams).filter(sample -> sample.descriptor().name().equals(name));
    }

    /** Samples of the windows' store. */
    private static Stream<Sample> windows(RollupStreams streams) {
        return streams.samples().stream().filter(sample -> sample.labels().contains(RollupTopology.WINDOWS_STORE));
    }

    private RollupStreams streams(String state, int standbys) {
        return streams(state, standbys, Map.of());
    }

    private RollupStreams streams(String state, int standbys, Map<String, String> more) {
        Properties properties = new Properties();
        properties.putAll(more);
        properties.putAll(Map.of(
                "tidemark.kafka.bootstrap.servers", KAFKA.bootstrapServers(),
                "tidemark.state.dir", folder.resolve(state).toString(),
                "tidemark.application.id", application,
                "tidemark.standby.replicas", Integer.toString(standbys),
                "tidemark.commit.interval", "200ms"));
        ProcessorSettings settings = ProcessorSettings.from(SettingsReader.of(Component.PROCESSOR, properties));
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
