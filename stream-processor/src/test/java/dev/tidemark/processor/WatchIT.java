package dev.tidemark.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.processor.http.HttpSettings;
import dev.tidemark.processor.sink.Sink;
import dev.tidemark.processor.sink.SinkSettings;
import dev.tidemark.processor.sink.disk.DiskGuard;
import dev.tidemark.processor.sink.disk.DiskSettings;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.processor.streams.RollupStreams;
import dev.tidemark.processor.topology.RollupTopology;
import dev.tidemark.processor.topology.TopologyCounters;
import dev.tidemark.processor.topology.TopologySettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The health of parts that are starting or failing. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WatchIT {
    private static final String NOBODY = "127.0.0.1:9";
    private static final MetricDescriptor OTHER = MetricDescriptor.gauge("other", "Another part's.");

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = FreePorts.next();
    private final Watch watch = new Watch(new HttpSettings("127.0.0.1", port));

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        watch.close();
        assertThatThrownBy(() -> get("/health/live")).isInstanceOf(IOException.class);
    }

    @Test
    void startup_isReportedFromTheBeginning() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).contains("waiting for Kafka to declare topics");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        watch.progress("bringing the database to the current schema");
        assertThat(get("/health/ready").body()).contains("bringing the database to the current schema");
        watch.started();
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void partsThatAreStarting_areNotReady_andExportMetrics() throws Exception {
        try (RollupStreams rollups = rollups(NOBODY, topology());
                Sink sink = sink()) {
            watch.over(rollups, sink, List.of(() -> List.of(OTHER.sample(5))));
            watch.started();

            HttpResponse<String> ready = get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body())
                    .contains("\"part\":\"topology\",\"problem\":\"is CREATED\"")
                    .contains("\"part\":\"sink requests\",\"problem\":\"no partitions were assigned and stored yet\"");
            assertThat(sinceOf("sink requests", ready.body())).isBefore(Instant.now());
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/prometheus").body())
                    .contains("tidemark_processor_stream_state{state=\"CREATED\"} 1.0\n")
                    .contains("tidemark_processor_sink_threads_alive{pipe=\"requests\"} 0.0\n")
                    .contains("tidemark_processor_other 5.0\n");
        }
    }

    @Test
    void sinkWithDeadThreads_isNotLive() throws Exception {
        try (RollupStreams rollups = rollups(NOBODY, topology());
                Sink sink = sink()) {
            watch.over(rollups, sink, List.of());
            sink.start();
            sink.close();

            assertThat(get("/health/live").statusCode()).isEqualTo(503);
            assertThat(get("/health/live").body()).contains("\"part\":\"sink\"");
        }
    }

    @Test
    void diskFull_withNothingToDrop_isNotReady() throws Exception {
        PostgresSettings postgres = PostgresSettings.of("jdbc:postgresql://127.0.0.1:9/none", "nobody", "");
        try (DiskGuard guard = new DiskGuard(
                new PostgresConnector(postgres),
                new DiskSettings(0, 200, "/"),
                () -> OptionalLong.of(100),
                Clock.systemUTC())) {
            watch.over(guard);
            watch.started();
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);

            assertThatThrownBy(guard::run).isInstanceOf(SQLException.class);
            assertThat(get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(get("/health/ready").body()).contains("\"part\":\"disk\",\"problem\":\"200 bytes must be freed");
            assertThat(get("/prometheus").body()).contains("tidemark_processor_storage_short_bytes 200.0\n");
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void topologyStoppedForGood_isNotLive_unlessClosed() throws Exception {
        String topic = "broken." + UUID.randomUUID();
        Map<String, Object> kafka = Map.of("bootstrap.servers", Backends.kafka().bootstrapServers());
        try (Admin admin = Admin.create(kafka);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
                RollupStreams rollups = rollups(Backends.kafka().bootstrapServers(), () -> broken(topic));
                Sink sink = sink()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            watch.over(rollups, sink, List.of());
            rollups.start();
            await(rollups::isRunning);
            assertThat(rollups.ended()).isEmpty();
            assertThat(rollups.problems()).isEmpty();
            Instant begin = Instant.now();
            producer.send(new ProducerRecord<>(topic, new byte[1])).get();

            await(() -> get("/health/live").statusCode() == 503);
            assertThat(get("/health/live").body()).contains("\"part\":\"topology\",\"problem\":\"is ERROR\"");
            assertThat(sinceOf("topology", get("/health/live").body())).isAfterOrEqualTo(begin);
            rollups.close();
            assertThat(rollups.ended()).isEmpty();
        }
    }

    /** Kafka Streams replaces the threads of an ordinary processor, but never the thread of a global store. */
    private static Topology broken(String topic) {
        return new Topology()
                .addGlobalStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.inMemoryKeyValueStore("store"), Serdes.ByteArray(), Serdes.ByteArray())
                                .withLoggingDisabled(),
                        "source",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        topic,
                        "broken",
                        Broken::new);
    }

    private static final class Broken implements Processor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            throw new IllegalStateException("a fault on purpose");
        }
    }

    private static Supplier<Topology> topology() {
        return new RollupTopology(TopologySettings.DEFAULTS, new TopologyCounters());
    }

    private RollupStreams rollups(String bootstrapServers, Supplier<Topology> topology) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "tidemark.state.dir",
                folder.toString(),
                "tidemark.application.id",
                "watch-" + UUID.randomUUID(),
                "tidemark.kafka.bootstrap.servers",
                bootstrapServers));
        return new RollupStreams(ProcessorSettings.from(SettingsReader.of(Component.PROCESSOR, properties)), topology);
    }

    /** A sink without a reachable broker or database. */
    private static Sink sink() {
        Properties properties = new Properties();
        properties.setProperty("tidemark.postgres.url", "jdbc:postgresql://127.0.0.1:9/none");
        return new Sink(
                SinkSettings.from(
                        SettingsReader.of(Component.PROCESSOR, properties), Map.of("bootstrap.servers", NOBODY)),
                TopologySettings.DEFAULTS.intake(),
                Clock.systemUTC());
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                // The thread that dies on purpose throws an uncaught exception.
                .dontCatchUncaughtExceptions()
                .until(condition);
    }

    private static Instant sinceOf(String part, String body) {
        String after = body.substring(body.indexOf("\"part\":\"" + part + "\""));
        String since = after.substring(after.indexOf("\"since\":\"") + 9);
        return Instant.parse(since.substring(0, since.indexOf('"')));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
