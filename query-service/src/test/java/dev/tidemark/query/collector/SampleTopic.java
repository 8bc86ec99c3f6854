package dev.tidemark.query.collector;

import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the samples topic of a broker from its present end on. */
public final class SampleTopic implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<SampleEvent> read = new ArrayList<>();
    private long mark;

    private SampleTopic(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Creates the topic like the stream processor. */
    public static SampleTopic on(KafkaBroker broker) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var admin = Admin.create(settings)) {
            var topic = new NewTopic(Topics.SAMPLES.name(), Topics.SAMPLES.partitions(), (short) 1);
            admin.createTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, Topics.SAMPLES.partitions())
                .mapToObj(partition -> new TopicPartition(Topics.SAMPLES.name(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return new SampleTopic(consumer);
    }

    /** All samples so far. */
    public List<SampleEvent> all() {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> {
            try {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                Topics.SAMPLES.codec().decode(record.value(), event -> {
                    if (!key.equals(event.instance())) {
                        throw new AssertionError("not keyed by instance: " + event);
                    }
                    read.add(event);
                });
            } catch (MalformedEventException e) {
                throw new AssertionError(e);
            }
        });
        return read;
    }

    /** From now on, only samples that are read later count. */
    public void mark() {
        mark = Timestamps.toMicros(Instant.now());
    }

    /** Waits for a sample that was read after the mark; runs {@code meanwhile} again and again. */
    public SampleEvent next(String what, Predicate<SampleEvent> wanted, Runnable meanwhile) {
        List<SampleEvent> found = new ArrayList<>();
        await(what).atMost(Duration.ofMinutes(3)).pollDelay(Duration.ZERO).until(() -> {
            meanwhile.run();
            all().stream()
                    .filter(sample -> sample.timestampMicros() > mark)
                    .filter(wanted)
                    .findFirst()
                    .ifPresent(found::add);
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    public SampleEvent next(String what, Predicate<SampleEvent> wanted) {
        return next(what, wanted, () -> {});
    }

    @Override
    public void close() {
        consumer.close();
    }
}
