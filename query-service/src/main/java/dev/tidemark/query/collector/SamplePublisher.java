package dev.tidemark.query.collector;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.query.kafka.KafkaSettings;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends samples to Kafka on a thread of its own. While Kafka is away they wait in a bounded queue; those beyond it are dropped. Every sample
 * is counted: produced = sent + dropped + in flight. Handing over never blocks. Thread-safe.
 */
@Singleton
final class SamplePublisher implements SampleSource {
    /** The most samples that wait. */
    static final int MOST = 8192;
    /** The most bytes that wait. */
    static final int MOST_BYTES = 2 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SamplePublisher.class);
    /** The memory of Kafka's producer. */
    private static final int PRODUCER_BYTES = 2 << 20;

    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private static final MetricDescriptor PRODUCED = MetricDescriptor.counter(
            "collector_samples_produced_total", "Samples that the collector of this instance read.");
    private static final MetricDescriptor SENT = MetricDescriptor.counter(
            "collector_samples_sent_total",
            "Samples that Kafka stored. Those produced are sent, dropped or on their way.");
    private static final MetricDescriptor DROPPED = MetricDescriptor.counter(
            "collector_samples_dropped_total",
            "Samples that were not published, by reason: queue_full, kafka (Kafka did not store them in time), closed. Alert"
                    + " if it rises.",
            "reason");

    private final KafkaSettings settings;
    private final BlockingQueue<byte[][]> waiting = new ArrayBlockingQueue<>(MOST);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final LongAdder produced = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder full = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder closedOut = new LongAdder();
    private final OutageLog outage;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("collector-publisher").unstarted(this::run);
    private @Nullable Producer<byte[], byte[]> producer;
    private volatile boolean reachable;
    private volatile boolean closed;
    private volatile long droppedBefore;

    SamplePublisher(KafkaSettings settings) {
        this.settings = settings;
        this.outage = new OutageLog(
                LOG,
                "Kafka at " + settings.bootstrapServers() + " does not take the collector's samples",
                "Kafka at " + settings.bootstrapServers() + " takes the collector's samples again; ");
    }

    void start() {
        thread.start();
    }

    /** Hands over a sample. */
    void publish(SampleEvent event) {
        produced.increment();
        byte[] key = Objects.requireNonNull(event.instance()).getBytes(StandardCharsets.UTF_8);
        byte[] value = Codecs.SAMPLE_JSON.encode(event);
        if (closed) {
            closedOut.increment();
        } else if (waitingBytes.addAndGet(value.length) > MOST_BYTES || !waiting.offer(new byte[][] {key, value})) {
            waitingBytes.addAndGet(-value.length);
            full.increment();
        }
    }

    private void run() {
        byte @Nullable [][] next = null;
        while (!closed || next != null || !waiting.isEmpty()) {
            try {
                next = next == null ? waiting.poll(200, TimeUnit.MILLISECONDS) : next;
                if (next != null && send(next)) {
                    waitingBytes.addAndGet(-next[1].length);
                    next = null;
                } else if (next != null && !closed) {
                    TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
                }
            } catch (InterruptedException e) {
                // close() asks for one last attempt.
            } catch (Throwable e) {
                // This sample is lost, but not the thread that sends all others.
                if (next != null) {
                    waitingBytes.addAndGet(-next[1].length);
                    next = null;
                    away(e);
                    failed.increment();
                }
            }
            if (closed && next != null) {
                closedOut.add(1 + waiting.size());
                break;
            }
        }
        // Of close(), or of a wait in the producer that it interrupted.
        Thread.interrupted();
        Producer<byte[], byte[]> open = producer;
        if (open != null) {
            // Fails what Kafka does not answer in time, which is counted.
            open.close(CLOSE);
        }
    }

    /** Returns whether the producer has taken it; if not, it may be tried again. */
    private boolean send(byte[][] record) {
        try {
            Producer<byte[], byte[]> open = producer;
            if (open == null) {
                open = new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer());
                producer = open;
            }
            if (!reachable) {
                // Waits for the topic once, and not with each sample, which would be lost.
                open.partitionsFor(Topics.SAMPLES.name());
                reachable = true;
            }
            open.send(
                    new ProducerRecord<>(Topics.SAMPLES.name(), record[0], record[1]),
                    (metadata, failure) -> answered(failure));
            return true;
        } catch (KafkaException e) {
            away(e);
            return false;
        }
    }

    private void answered(@Nullable Exception failure) {
        if (failure == null) {
            sent.increment();
            outage.succeeded(
                    dropped() == droppedBefore ? "none was lost" : dropped() - droppedBefore + " were dropped");
        } else {
            away(failure);
            failed.increment();
        }
    }

    private void away(Throwable failure) {
        reachable = false;
        if (closed) {
            return;
        }
        if (!outage.isFailing()) {
            droppedBefore = dropped();
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        outage.failed(String.valueOf(cause.getMessage()));
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(settings.client());
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, Samples.SERVICE);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, PRODUCER_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return config;
    }

    boolean hasFailedFor(Duration duration) {
        return outage.hasFailedFor(duration);
    }

    long produced() {
        return produced.sum();
    }

    long sent() {
        return sent.sum();
    }

    long dropped() {
        return full.sum() + failed.sum() + closedOut.sum();
    }

    @Override
    public List<Sample> samples() {
        return List.of(
                PRODUCED.sample(produced()),
                SENT.sample(sent()),
                DROPPED.sample(full.sum(), "queue_full"),
                DROPPED.sample(failed.sum(), "kafka"),
                DROPPED.sample(closedOut.sum(), "closed"));
    }

    /** Sends what waits, for a bounded time. */
    @PreDestroy
    void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE.multipliedBy(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
