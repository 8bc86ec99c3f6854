package dev.tidemark.processor.metrics;

import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.metric.ProcessorMetrics;
import dev.tidemark.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the processor's own counters on the samples topic, so that drops and rejections are visible beside all other samples. A
 * sample that Kafka does not accept in time is dropped and counted. Thread-safe.
 */
public final class CounterSamples implements SampleSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CounterSamples.class);

    private final SampleSource counters;
    private final String instance;
    private final Clock clock;
    private final Producer<byte[], byte[]> producer;
    private final LongAdder lost = new LongAdder();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("counter-samples").factory());

    /**
     * @param kafka the properties of the producer
     * @param instance the name of this process in its samples
     * @param counters the counters to publish; read on a thread of this object
     */
    public CounterSamples(Map<String, String> kafka, String instance, SampleSource counters) {
        this(
                new KafkaProducer<>(producer(kafka), new ByteArraySerializer(), new ByteArraySerializer()),
                instance,
                counters,
                Clock.systemUTC());
    }

    CounterSamples(Producer<byte[], byte[]> producer, String instance, SampleSource counters, Clock clock) {
        this.producer = producer;
        this.instance = instance;
        this.counters = counters;
        this.clock = clock;
    }

    private static Map<String, Object> producer(Map<String, String> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, ProcessorMetrics.SERVICE + "-samples");
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1 << 20);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        return config;
    }

    /** Starts to publish every {@code interval}; zero means never. */
    public void start(Duration interval) {
        if (interval.isZero()) {
            return;
        }
        long millis = interval.toMillis();
        var unused = timer.scheduleWithFixedDelay(this::publishOrGoOn, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** The number of samples that Kafka did not accept. */
    long lost() {
        return lost.sum();
    }

    @Override
    public List<Sample> samples() {
        return List.of(Outcomes.LOST.sample(lost.sum(), "own-samples", "not_taken_by_kafka"));
    }

    /** An exception would cancel the timer. */
    private void publishOrGoOn() {
        try {
            publish();
        } catch (RuntimeException e) {
            LOG.error("counters could not be published; the next attempt follows", e);
        }
    }

    void publish() {
        Map<String, Long> values = Sample.published(counters.samples());
        try {
            // Blocks here once, instead of in each send.
            producer.partitionsFor(Topics.SAMPLES.name());
            values.forEach(this::publish);
            publish(ProcessorMetrics.SAMPLES_LOST, lost.sum());
        } catch (KafkaException e) {
            lost.add(values.size() + 1L);
        }
    }

    private void publish(String name, long value) {
        SampleEvent sample = new SampleEvent(
                Timestamps.toMicros(clock.instant()),
                ProcessorMetrics.SERVICE,
                instance,
                MetricType.SYSTEM,
                ProcessorMetrics.PREFIX + name,
                value,
                Map.of());
        byte[] key = instance.getBytes(StandardCharsets.UTF_8);
        producer.send(
                new ProducerRecord<>(Topics.SAMPLES.name(), key, Codecs.SAMPLE_JSON.encode(sample)),
                (metadata, failure) -> {
                    if (failure != null) {
                        lost.increment();
                    }
                });
    }

    @Override
    public void close() {
        timer.close();
        producer.close(Duration.ofSeconds(2));
    }
}
