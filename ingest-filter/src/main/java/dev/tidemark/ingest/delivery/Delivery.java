package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.redaction.LogRedaction;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;

/**
 * Delivers events to Kafka. Handing over an event never blocks, throws or waits for Kafka; an event that cannot be
 * accepted is dropped and counted. Thread-safe.
 */
public final class Delivery implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long LOOK_MILLIS = 2;

    private final Settings settings;
    private final TopicQueue<RequestEvent> requests;
    private final TopicQueue<LogEvent> logs;
    private final TopicQueue<SampleEvent> samples;
    private final Sender sender;
    private final Thread thread;
    private volatile boolean closed;

    /** Starts the sender's thread, which connects to Kafka on its own. */
    public Delivery(Settings settings, Redaction redaction) {
        this(settings, redaction, () -> Producers.create(settings));
    }

    /**
     * The same with another source of producers.
     *
     * @param producers creates a producer; called by the sender's thread, and again after a producer has failed
     */
    public Delivery(Settings settings, Redaction redaction, Supplier<Producer<byte[], byte[]>> producers) {
        byte[] instance = settings.instance().getBytes(StandardCharsets.UTF_8);
        this.settings = settings;
        this.requests = new TopicQueue<>(Topics.REQUESTS, null, settings.queueCapacity(), event -> 0, 0);
        this.logs = new TopicQueue<>(
                Topics.LOGS, instance, settings.logQueueCapacity(), LogLimits::characters, settings.logQueueMemory());
        this.samples = new TopicQueue<>(Topics.SAMPLES, instance, settings.queueCapacity(), event -> 0, 0);
        LogRedaction logRedaction = new LogRedaction(redaction);
        UnaryOperator<LogEvent> publishable = queued -> LogLimits.published(queued, logRedaction.redact(queued));
        this.sender = new Sender(
                settings,
                producers,
                List.of(
                        new TopicPublisher<>(requests, requestBatcher()),
                        new TopicPublisher<>(logs, new SingleRecordBatcher<>(logs, publishable)),
                        new TopicPublisher<>(samples, new SingleRecordBatcher<>(samples, UnaryOperator.identity()))),
                new CounterSamples(settings, this::counters, redaction::counts));
        this.thread = new Thread(null, sender, "tidemark-sender", 0, false);
        thread.setDaemon(true);
        // Kafka loads classes through this loader. Our thread must not retain the application's class loader, nor one
        // inherited from an application thread.
        thread.setContextClassLoader(Delivery.class.getClassLoader());
        thread.start();
    }

    /** A record of requests is at most half a producer batch, so that records seldom travel alone. */
    private RecordBatcher requestBatcher() {
        return switch (settings.requestsEncoding()) {
            case JSON -> new SingleRecordBatcher<>(requests, UnaryOperator.identity());
            case BATCH -> new MultiRecordBatcher<>(requests, Codecs.REQUEST_BATCH, settings.batchSize() / 2);
        };
    }

    /** Hands over a request; returns whether it was accepted. */
    public boolean request(RequestEvent event) {
        return offer(requests, event);
    }

    /** Hands over a log line before redaction; returns whether it was accepted. */
    public boolean log(LogEvent event) {
        return offer(logs, LogLimits.QUEUED.apply(event));
    }

    /** Hands over a sample; returns whether it was accepted. */
    public boolean sample(SampleEvent event) {
        return offer(samples, event);
    }

    public Counters counters() {
        return new Counters(requests.counters(), logs.counters(), samples.counters());
    }

    /** Waits until Kafka has acknowledged all accepted events, at most {@code timeout}; returns whether it has. */
    public boolean flush(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (counters().inFlight() > 0) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** Stops accepting events, waits a bounded time for Kafka to acknowledge the rest, and publishes the final counters. */
    @Override
    public void close() {
        closed = true;
        sender.close(thread);
        try {
            thread.join(settings.closeTimeout().plus(GRACE).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <E> boolean offer(TopicQueue<E> queue, E event) {
        if (closed) {
            queue.metrics().refused(DropReason.CLOSED);
            return false;
        }
        return queue.offer(event);
    }
}
