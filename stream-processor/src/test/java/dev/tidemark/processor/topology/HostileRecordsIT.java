package dev.tidemark.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.processor.streams.RollupStreams;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.codec.BatchCodec;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that are small when compressed, as the broker measures them, and whose large content must not block the topology. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostileRecordsIT {
    private static final KafkaBroker KAFKA = DeclaredKafka.started();

    private final String application = "hostile-" + UUID.randomUUID();
    private final long lastHour = Timestamps.toMicros(Instant.now().minus(Duration.ofHours(1)));

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @Test
    void recordWithManyEmptyHeaders_blocksNothing() {
        List<Header> headers = Collections.nCopies(60_000, new RecordHeader("", (byte[]) null));
        isFollowedByOthers(new ProducerRecord<>(Topics.REQUESTS.name(), 0, null, null, new byte[2_100_000], headers));
    }

    @Test
    void batchOfManyLateRequestsWithALongString_blocksNothing() {
        BatchCodec.Batch<RequestEvent> batch = Codecs.REQUEST_BATCH.newBatch(Integer.MAX_VALUE);
        String instance = "i".repeat(8 << 20);
        for (int i = 0; i < 1_000; i++) {
            batch.add(request(0, "shop", instance));
        }
        byte[] type = Codecs.REQUEST_BATCH.contentType().getBytes(UTF_8);
        isFollowedByOthers(new ProducerRecord<>(
                Topics.REQUESTS.name(),
                0,
                null,
                null,
                batch.toBytes(),
                List.of(new RecordHeader(Codec.CONTENT_TYPE_HEADER, type))));
    }

    private void isFollowedByOthers(ProducerRecord<byte[], byte[]> hostile) {
        try (var producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                KAFKA.bootstrapServers(),
                                "compression.type",
                                "zstd",
                                "max.request.size",
                                64 << 20,
                                "buffer.memory",
                                128 << 20),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                Published published = new Published(KAFKA.bootstrapServers(), application);
                RollupStreams streams = streams()) {
            streams.start();
            producer.send(hostile).get();
            producer.send(new ProducerRecord<>(
                            Topics.REQUESTS.name(),
                            0,
                            null,
                            Codecs.REQUEST_JSON.encode(request(lastHour, application, "i"))))
                    .get();
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
                published.read();
                return published.rollups().keySet().stream()
                        .anyMatch(key -> key.series().service().equals(application));
            });
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static RequestEvent request(long micros, String service, String instance) {
        return new RequestEvent(micros, service, instance, "GET", "/a", 200, 5, null, null, null, null, null);
    }

    private RollupStreams streams() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "tidemark.kafka.bootstrap.servers",
                KAFKA.bootstrapServers(),
                "tidemark.state.dir",
                folder.toString(),
                "tidemark.application.id",
                application,
                "tidemark.commit.interval",
                "200ms"));
        ProcessorSettings settings = ProcessorSettings.from(SettingsReader.of(Component.PROCESSOR, properties));
        return new RollupStreams(settings, new RollupTopology(settings.topology(), new TopologyCounters()));
    }
}
