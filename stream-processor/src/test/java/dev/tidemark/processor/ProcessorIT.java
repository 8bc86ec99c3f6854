package dev.tidemark.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processor as a process: its health, metrics and exit codes. Most tests share one processor and come in an order, because they
 * read its counters.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProcessorIT {
    private static final KafkaBroker KAFKA = new KafkaBroker(KafkaSettings.temporary());
    private static final PostgresServer POSTGRES = new PostgresServer(PostgresSettings.temporary());
    private static final String APPLICATION = "tells";
    private static final int DROPPED = 7;

    @TempDir
    private static Path folder;

    private static Database database;
    private static ProcessorProcess processor;

    @BeforeAll
    static void start() {
        KAFKA.start();
        POSTGRES.start();
        database = Database.empty(POSTGRES);
        processor = start(database, APPLICATION);
    }

    @AfterAll
    static void stop() {
        processor.close();
        POSTGRES.close();
        KAFKA.close();
    }

    @Test
    @Order(1)
    void processor_running_isReadyAndExportsMetrics() {
        await(() -> processor.get("/health/live").status() == 200);
        processor.awaitReady();
        send(100);

        await(() -> processor.metric("tidemark_processor_sink_rows_stored_total", "pipe=\"requests\"") >= 100);
        await(() -> processor.metric("tidemark_processor_sink_rows_stored_total", "pipe=\"rollups\"") > 0);
        await(() -> processor.metric("tidemark_processor_lag_records", "stage=\"topology\"") == 0);
        await(() -> processor.metric("tidemark_processor_lag_records", "stage=\"sink\"", "requests") == 0);
        await(() -> processor.metric("tidemark_processor_lag_seconds", "stage=\"topology\"") == 0);
        await(() -> processor.metric("tidemark_processor_storage_used_bytes") > 0);
        await(() -> processor.metric(
                        "tidemark_processor_filter_events_dropped_total",
                        "topic=\"tidemark.requests.v1\"",
                        "reason=\"queue_full\"")
                == DROPPED);
        assertThat(processor.metric("tidemark_processor_requests_accepted_total"))
                .isEqualTo(100);
        assertThat(processor.metric(
                        "tidemark_processor_dead_letters_total",
                        "topic=\"tidemark.requests.v1\"",
                        "reason=\"malformed\""))
                .isPositive();
        assertThat(processor.metric("tidemark_processor_stored_age_seconds")).isPositive();
        assertThat(processor.metric("tidemark_processor_sink_transaction_seconds_count"))
                .isPositive();
        assertThat(processor.metric("tidemark_processor_sink_copy_seconds_bucket", "le=\"+Inf\""))
                .isPositive();
        assertThat(processor.metric("tidemark_processor_stream_commits_total")).isPositive();
        assertThat(processor.metric("tidemark_processor_stream_commit_latency_max_seconds"))
                .isPositive();
        assertThat(processor.metric("tidemark_processor_stream_state", "state=\"RUNNING\""))
                .isEqualTo(1);
        assertThat(processor.metric("tidemark_processor_stream_threads", "state=\"RUNNING\""))
                .isEqualTo(2);
        assertThat(processor.metric("tidemark_processor_windows_open")).isEqualTo(3);
        assertThat(processor.metric("tidemark_processor_series")).isEqualTo(1);
        assertThat(processor.metric("tidemark_processor_rocksdb_cache_bytes")).isPositive();
        for (String where : List.of("topology", "windows", "sink-requests", "own-samples")) {
            assertThat(processor.metric("tidemark_processor_lost_records_total", "where=\"" + where + "\""))
                    .as(where)
                    .isZero();
        }
        assertThat(processor.metric("jvm_memory_used_bytes", "area=\"heap\"")).isPositive();
        // Metrics of the topology, its consumers, the sink and the disk guard.
        for (String counter : List.of(
                "requests_accepted_total",
                "requests_lost_records_total",
                "sink_requests_rows_stored_total",
                "storage_used_bytes")) {
            await(() -> samples(counter) > 0);
        }
        assertThat(processor.get("/prometheus").body())
                .as("labels whose values producers choose")
                .doesNotContain("checkout")
                .doesNotContain("/orders");
    }

    /** With a stable member name, a processor that is killed and restarted does not wait for its session to end. */
    @Test
    void members_haveTheNameOfTheInstance() throws Exception {
        processor.awaitReady();
        String name =
                Files.readString(folder.resolve(APPLICATION + "/instance-id")).strip();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            for (String pipe : List.of("", "-requests", "-logs", "-samples", "-rollups")) {
                String group = APPLICATION + pipe;
                assertThat(admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                                .flatMap(description -> description.members().stream()))
                        .as(group)
                        .isNotEmpty()
                        .allMatch(member ->
                                member.groupInstanceId().orElse("none").startsWith(name + "-"));
            }
        }
    }

    /** Last, because the sink counts the attempts in vain. */
    @Test
    @Order(Integer.MAX_VALUE)
    void postgresDown_isReportedWithItsStart_untilItReturns() throws Exception {
        processor.awaitReady();
        POSTGRES.stop(PostgresServer.StopMode.IMMEDIATE);
        try {
            await(() -> processor.get("/health/ready").body().contains("\"part\":\"postgres\""));
            ProcessorProcess.Answer ready = processor.get("/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.body()).contains("does not answer: ").containsPattern("\"since\":\"2\\d{3}-");
            assertThat(processor.get("/health/live").status()).isEqualTo(200);
            assertThat(processor.metric("tidemark_processor_lag_records", "stage=\"topology\""))
                    .isNotNegative();
        } finally {
            POSTGRES.start();
        }
        processor.awaitReady();
    }

    /** A downgrade. */
    @Test
    void newerSchema_isToldByAProcessorThatStaysAlive_andStartsOnceItMay() {
        Database newer = Database.migrated(POSTGRES);
        newer.execute("INSERT INTO flyway_schema_history SELECT 900, '900', 'newer', 'SQL', 'V900__newer.sql', 1,"
                + " current_user, now(), 1, true");
        newer.execute("UPDATE schema_compatibility SET oldest_schema = 900");
        try (ProcessorProcess downgraded = start(newer, "downgraded")) {
            await(() -> downgraded
                    .get("/health/ready")
                    .body()
                    .contains("has schema 900 of a newer Tidemark, which programs older than schema 900 cannot use"));
            assertThat(downgraded.get("/health/ready").status()).isEqualTo(503);
            assertThat(downgraded.get("/health/live").status()).isEqualTo(200);
            assertThat(downgraded.output()).contains("upgrade this processor, or restore a backup");
            assertThat(newer.number("SELECT count(*) FROM sink_offset")).isZero();

            newer.execute("UPDATE schema_compatibility SET oldest_schema = 1");
            downgraded.awaitReady();
        }
    }

    @Test
    void busyPort_stopsStartupAndNamesTheSetting() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ProcessorProcess failing = ProcessorProcess.startInVain(
                        KAFKA,
                        Database.empty(POSTGRES).settings(),
                        folder.resolve("busy"),
                        Map.of("tidemark.processor.http.port", Integer.toString(busy.getLocalPort())))) {
            assertThat(failing.awaitExit()).isEqualTo(2);
            assertThat(failing.output())
                    .contains("cannot start: cannot listen on 127.0.0.1:" + busy.getLocalPort())
                    .contains("tidemark.processor.http.port");
        }
    }

    @Test
    void wrongSetting_stopsStartupAndIsNamed() throws Exception {
        try (ProcessorProcess failing = ProcessorProcess.startInVain(
                KAFKA,
                Database.empty(POSTGRES).settings(),
                folder.resolve("wrong"),
                Map.of("tidemark.threads", "many"))) {
            assertThat(failing.awaitExit()).isEqualTo(2);
            assertThat(failing.output())
                    .contains("cannot start: tidemark.threads")
                    .contains("many");
        }
    }

    /** The topology creates the dead letters of requests, the sink those of logs. */
    @Test
    void recordOfMaximumSize_becomesACompleteDeadLetter() {
        try (LargestRecords largest = new LargestRecords(KAFKA.bootstrapServers())) {
            processor.awaitReady();
            for (String topic : List.of(Topics.REQUESTS.name(), Topics.LOGS.name())) {
                byte[] value = largest.send(topic);
                assertThat(value).as("1 MiB but for Kafka's own").hasSizeGreaterThan((1 << 20) - 200);

                assertThat(largest.deadLetterOf(topic)).as(topic).isEqualTo(value);
            }
            assertThat(processor.metric("tidemark_processor_dead_letters_cut_total"))
                    .isZero();
        }
    }

    /**
     * Snappy compresses to no less than a twentieth, so more does not fit the broker's limit. After the tests with a processor of their
     * own, which would unpack the batches, too.
     */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void batchesThatUnpackToMoreThanTheHeap_becomeDeadLetters_andTheRestIsStoredOnce() throws Exception {
        Map<String, String> bombs = Map.of(
                Topics.REQUESTS.name(), "zstd",
                Topics.LOGS.name(), "gzip",
                Topics.SAMPLES.name(), "snappy",
                Topics.ROLLUPS.name(), "lz4");
        processor.awaitReady();
        for (Map.Entry<String, String> bomb : bombs.entrySet()) {
            sendBomb(bomb.getKey(), bomb.getValue(), bomb.getValue().equals("snappy") ? 16 << 20 : 200 << 20);
        }
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            send(producer, Codecs.REQUEST_JSON.encode(request("after-a-bomb")));
            producer.send(new ProducerRecord<>(
                            Topics.LOGS.name(),
                            0,
                            null,
                            ("{\"ts\":\"" + Instant.now() + "\",\"service\":\"after-a-bomb\",\"message\":\"m\"}")
                                    .getBytes(StandardCharsets.UTF_8)))
                    .get();
            producer.send(new ProducerRecord<>(
                            Topics.SAMPLES.name(),
                            0,
                            null,
                            Topics.SAMPLES.codec().encode(sampleOf("after-a-bomb"))))
                    .get();
        }

        for (String topic : bombs.keySet()) {
            await(() -> processor.metric(
                            "tidemark_processor_dead_letters_total", "topic=\"" + topic + "\"", "reason=\"too_large\"")
                    == 1);
        }
        await(() -> stored("request r JOIN label_set l ON l.id = r.label_set_id"
                                + " JOIN endpoint e ON e.id = l.endpoint_id JOIN service s ON s.id = e.service_id")
                        == 1
                && stored("rollup_10s r JOIN endpoint e ON e.id = r.endpoint_id"
                                + " JOIN service s ON s.id = e.service_id")
                        == 1
                && stored("log l JOIN service s ON s.id = l.service_id") == 1
                && stored("sample p JOIN metric m ON m.id = p.metric_id JOIN service s ON s.id = m.service_id") == 1);
        assertThat(processor.metric("tidemark_processor_stream_threads_failed_total"))
                .isZero();
        assertThat(processor.metric("tidemark_processor_sink_retries_total")).isZero();
    }

    private static long stored(String joined) {
        return database.number("SELECT count(*) FROM " + joined + " WHERE s.name = 'after-a-bomb'");
    }

    /** One record of {@code bytes} zeros, in a batch of a few kilobytes. */
    private static void sendBomb(String topic, String compression, int bytes) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        KAFKA.bootstrapServers(),
                        "compression.type",
                        compression,
                        "max.request.size",
                        bytes + (1 << 20),
                        "buffer.memory",
                        bytes + (8L << 20)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[bytes]))
                    .get();
        }
    }

    private static SampleEvent sampleOf(String service) {
        return new SampleEvent(
                Timestamps.toMicros(Instant.now()), service, "i1", MetricType.SYSTEM, "gauge", 1, Map.of());
    }

    private static ProcessorProcess start(Database database, String name) {
        return ProcessorProcess.start(
                KAFKA,
                database.settings(),
                folder.resolve(name),
                Map.of(
                        "tidemark.application.id", name,
                        "tidemark.sink.group", name,
                        "tidemark.sample.interval", "1s"));
    }

    /** The number of stored samples of a counter from the shared processor. */
    private static long samples(String counter) {
        return database.number("""
                SELECT count(*) FROM sample s JOIN metric m ON m.id = s.metric_id JOIN instance i ON i.id = m.instance_id
                WHERE m.metric_name = 'tidemark_processor_%s' AND i.name LIKE '%d@%%'
                """.formatted(counter, processor.pid()));
    }

    /** {@code count} requests of one series and window, one malformed record, and a filter's drop counter. */
    private static void send(int count) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                send(producer, Codecs.REQUEST_JSON.encode(request()));
            }
            send(producer, "{\"no\": \"request\"".getBytes(StandardCharsets.UTF_8));
            var unused = producer.send(new ProducerRecord<>(
                    Topics.SAMPLES.name(), Topics.SAMPLES.codec().encode(dropped())));
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(Topics.REQUESTS.name(), 0, null, value));
    }

    /** A counter as a filter publishes it. */
    private static SampleEvent dropped() {
        return new SampleEvent(
                Timestamps.toMicros(Instant.now()),
                "checkout",
                "i1",
                MetricType.SYSTEM,
                "tidemark_filter_events_dropped",
                DROPPED,
                Map.of("topic", Topics.REQUESTS.name(), "reason", "queue_full"));
    }

    private static RequestEvent request() {
        return request("checkout");
    }

    private static RequestEvent request(String service) {
        long hour = Duration.ofHours(1).toSeconds();
        Instant lastHour = Instant.ofEpochSecond(Instant.now().getEpochSecond() / hour * hour - hour);
        return new RequestEvent(
                Timestamps.toMicros(lastHour), service, "i1", "GET", "/orders/{id}", 200, 5, null, null, null, 1L, 1L);
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(condition::getAsBoolean);
    }
}
