package dev.tidemark.processor.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.processor.topics.TopicDeclaration;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CounterSamplesIT {
    private static final Map<String, String> KAFKA =
            Map.of("bootstrap.servers", Backends.kafka().bootstrapServers());

    private final MetricDescriptor descriptor = MetricDescriptor.counter("requests_total", "requests");
    private final String instance = UUID.randomUUID().toString();
    private final Map<String, SampleEvent> samples = new HashMap<>();

    @Test
    void counters_arePublished_evenAfterAFailedRead() {
        new TopicDeclaration(KAFKA, Duration.ofSeconds(30), -1).declare();
        LongAdder asked = new LongAdder();
        try (CounterSamples published = new CounterSamples(KAFKA, instance, () -> {
                    asked.increment();
                    if (asked.sum() == 1) {
                        throw new IllegalStateException("a fault on purpose");
                    }
                    return List.of(descriptor.published("requests_total", 42));
                });
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", KAFKA.get("bootstrap.servers"), "auto.offset.reset", "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(
                    new TopicPartition(Topics.SAMPLES.name(), 0), new TopicPartition(Topics.SAMPLES.name(), 1)));
            published.start(Duration.ofMillis(50));
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(this::take);
                return samples.size() == 2;
            });
        }

        SampleEvent sample = requireNonNull(samples.get("tidemark_processor_requests_total"));
        assertThat(sample.value()).isEqualTo(42);
        assertThat(sample.service()).isEqualTo("tidemark-stream-processor");
        assertThat(sample.metricType()).isEqualTo(MetricType.SYSTEM);
        assertThat(samples).containsKey("tidemark_processor_samples_lost_total");
    }

    @Test
    void brokerDown_losesOnlySamples() {
        try (CounterSamples published = new CounterSamples(
                Map.of("bootstrap.servers", "127.0.0.1:9"), instance, () -> List.of(descriptor.published("n", 1)))) {
            published.publish();
            published.publish();

            assertThat(published.lost()).isEqualTo(4);
        }
    }

    @Test
    void intervalOfZero_publishesNothing() {
        LongAdder asked = new LongAdder();
        try (CounterSamples published = new CounterSamples(KAFKA, instance, () -> {
            asked.increment();
            return List.of();
        })) {
            published.start(Duration.ZERO);
        }

        assertThat(asked.sum()).isZero();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            Codecs.SAMPLE_JSON.decode(record.value(), sample -> {
                if (instance.equals(sample.instance())) {
                    samples.put(sample.metricName(), sample);
                }
            });
        } catch (MalformedEventException e) {
            // A record of another test.
        }
    }
}
