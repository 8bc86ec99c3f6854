package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.call.CallTable;
import dev.tidemark.ingest.delivery.kafka.EventProducers;
import dev.tidemark.ingest.delivery.kafka.KafkaProducers;
import dev.tidemark.ingest.redaction.LogRedaction;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to Kafka. Handing over an event never blocks, throws or waits for Kafka; an event that cannot be
 * accepted is dropped and counted. Thread-safe.
 */
public final class Delivery implements AutoCloseable {
    // Logs end first, so that the final counters include them, and both leave room for closing their producers.
    private static final double LOGS_SHARE = 0.7;
    private static final double REQUESTS_SHARE = 0.9;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 2;
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The most text that the sample queue holds: four times as much as a full queue of ordinary samples. */
    private static final long SAMPLE_CHARACTERS = 4L << 20;

    /** The memory that the queue of calls takes, about: as much as the table that they come from. */
    private static final long CALL_BYTES = 8L << 20;

    /** The queue of calls holds the summaries of this many windows with the most operations. */
    private static final int QUEUED_WINDOWS = 4;

    private static final int CALL_OBJECT_BYTES = 300;
    private static final Duration CALLS_RETRY = Duration.ofSeconds(10);

    private final Settings settings;
    private final RequestRing ring;
    private final TopicQueue<RequestEvent> requests;
    private final TopicQueue<LogEvent> logs;
    private final TopicQueue<SampleEvent> samples;
    private final TopicQueue<CallSummary> calls;
    private final @Nullable CallTable callTable;
    private final DropWatch drops = new DropWatch();
    private final Sender sender;
    private final Sender logSender;
    private final Thread thread;
    private final Thread logThread;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Starts the senders' threads, which connect to Kafka on their own. */
    public Delivery(Settings settings, Redaction redaction) {
        this(settings, redaction, new KafkaProducers(settings));
    }

    /**
     * The same with another source of producers.
     *
     * @param producers called by the senders' threads, and again after a producer has failed
     */
    public Delivery(Settings settings, Redaction redaction, EventProducers producers) {
        this(settings, redaction, producers, PATIENCE);
    }

    /** @param patience how long Kafka may leave everything unanswered before it counts as away */
    Delivery(Settings settings, Redaction redaction, EventProducers producers, Duration patience) {
        byte[] instance = settings.instance().getBytes(StandardCharsets.UTF_8);
        this.settings = settings;
        this.ring = new RequestRing(settings.queueCapacity(), settings.serviceName(), settings.instance());
        this.requests = TopicQueue.of(Topics.REQUESTS, ring);
        this.logs = new TopicQueue<>(
                Topics.LOGS, instance, settings.logQueueCapacity(), LogLimits::characters, settings.logQueueMemory());
        this.samples = new TopicQueue<>(
                Topics.SAMPLES, instance, settings.queueCapacity(), Delivery::characters, SAMPLE_CHARACTERS);
        this.calls = new TopicQueue<>(
                Topics.CALLS, instance, QUEUED_WINDOWS * settings.maxCallOperations(), Delivery::bytes, CALL_BYTES);
        this.callTable = settings.measuresCalls()
                ? new CallTable(
                        settings.serviceName(),
                        settings.instance(),
                        settings.maxCallOperations(),
                        InstantSource.system(),
                        calls::offer,
                        () -> calls.metrics().refused(DropReason.CLOSED))
                : null;
        LogRedaction logRedaction = new LogRedaction(redaction);
        UnaryOperator<LogEvent> publishable = queued -> LogLimits.published(queued, logRedaction.redact(queued));
        CounterSamples counterSamples =
                new CounterSamples(settings, this::counters, this::foldedCalls, redaction::counts);
        OutageWatch outage = new OutageWatch(
                settings.bootstrapServers(),
                patience,
                () -> progress(counterSamples),
                ServerCheck::diagnose,
                System::nanoTime,
                ApplicationLog.slf4j(),
                drops);
        String clientId = "tidemark-" + settings.instance();
        this.sender = new Sender(
                share(REQUESTS_SHARE),
                () -> producers.open(clientId),
                List.of(
                        new TopicPublisher<>(requests, requestBatcher()),
                        new TopicPublisher<>(samples, new SingleRecordBatcher<>(samples, UnaryOperator.identity())),
                        // An older processor has not created their topic, for which a producer waits.
                        new TopicPublisher<>(calls, callBatcher(), CALLS_RETRY)),
                outage,
                counterSamples);
        // Redacting long lines takes a thread longer than requests can wait, and a storm of lines fills any buffer.
        this.logSender = new Sender(
                share(LOGS_SHARE),
                () -> producers.open(clientId + "-logs"),
                List.of(new TopicPublisher<>(logs, new SingleRecordBatcher<>(logs, publishable))),
                outage,
                null);
        this.thread = start(sender, "tidemark-sender");
        this.logThread = start(logSender, "tidemark-log-sender");
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        // Our thread must not retain the application's class loader, nor one inherited from an application thread.
        thread.setContextClassLoader(Delivery.class.getClassLoader());
        thread.start();
        return thread;
    }

    private Duration share(double part) {
        return Duration.ofNanos((long) (settings.closeTimeout().toNanos() * part));
    }

    private OutageWatch.Progress progress(CounterSamples counterSamples) {
        Counters now = counters();
        return new OutageWatch.Progress(
                now, now.sent() + counterSamples.stored(), now.inFlight() > 0 || counterSamples.isWaiting());
    }

    /** A record of requests is at most half a producer batch, so that records seldom travel alone. */
    private RecordBatcher requestBatcher() {
        return switch (settings.requestsEncoding()) {
            case JSON -> new SingleRecordBatcher<>(requests, UnaryOperator.identity());
            case BATCH -> new MultiRecordBatcher<>(requests, Codecs.REQUEST_BATCH, settings.batchSize() / 2);
        };
    }

    private RecordBatcher callBatcher() {
        RecordBatcher single = new SingleRecordBatcher<>(calls, UnaryOperator.identity());
        return callTable == null ? single : new CallBatcher(callTable, single);
    }

    private long foldedCalls() {
        return callTable == null ? 0 : callTable.folded();
    }

    private static int bytes(CallSummary summary) {
        return CALL_OBJECT_BYTES
                + summary.sketch().heapBytes()
                + 2 * (summary.target().length() + summary.operation().length());
    }

    private static int characters(SampleEvent sample) {
        int sum = sample.metricName().length();
        for (Map.Entry<String, String> label : sample.metadata().entrySet()) {
            sum += label.getKey().length() + label.getValue().length();
        }
        return sum;
    }

    /** Hands over a request; returns whether it was accepted. */
    public boolean request(RequestEvent event) {
        return offer(requests, event);
    }

    /** Claims the place of a request of this service; null if there is none, which is counted. */
    public @Nullable RequestSlot claim() {
        if (closed.get()) {
            requests.metrics().refused(DropReason.CLOSED);
            return null;
        }
        RequestSlot slot = ring.claim();
        if (slot == null) {
            requests.metrics().refused(DropReason.QUEUE_FULL);
        }
        return slot;
    }

    /** Takes what the calls of this process add up to; null if they are not measured. */
    public @Nullable CallTable calls() {
        return callTable;
    }

    /** Hands over a log line before redaction; returns whether it was accepted. */
    public boolean log(LogEvent event) {
        return offer(logs, LogLimits.QUEUED.apply(event));
    }

    /** Counts log lines that there was no room for before this delivery started. */
    public void refusedLogs(long lines) {
        logs.metrics().refused(DropReason.QUEUE_FULL, lines);
    }

    /** Hands over a sample; returns whether it was accepted. */
    public boolean sample(SampleEvent event) {
        return offer(samples, event);
    }

    public Counters counters() {
        return new Counters(requests.counters(), logs.counters(), samples.counters(), calls.counters());
    }

    /** Waits until Kafka has acknowledged all accepted events and all calls so far, at most {@code timeout}; returns whether it has. */
    public boolean flush(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        if (callTable != null) {
            callTable.flush();
        }
        while (counters().inFlight() > 0) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /**
     * Stops accepting events, waits a bounded time for Kafka to acknowledge the rest, and publishes the final counters.
     * Losses that were not told yet are told in one line.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        long deadline = System.nanoTime() + settings.closeTimeout().toNanos();
        if (callTable != null) {
            callTable.close();
        }
        logSender.close(logThread);
        sender.close(thread);
        join(logThread, deadline);
        join(thread, deadline);
        // A thread may still be closing its producer.
        logSender.settle();
        sender.settle();
        String losses = drops.untold(counters());
        if (losses != null) {
            tell("Tidemark has closed; sending to Kafka at " + settings.bootstrapServers() + ", it dropped " + losses);
        }
    }

    /** Warns on a thread of its own: the application's logging may block, for which closing does not wait long. */
    private static void tell(String line) {
        Thread teller = start(() -> ApplicationLog.slf4j().warn(line), "tidemark-close-log");
        join(teller, System.nanoTime() + TELL_NANOS);
    }

    private static void join(Thread thread, long deadline) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <E> boolean offer(TopicQueue<E> queue, E event) {
        if (closed.get()) {
            queue.metrics().refused(DropReason.CLOSED);
            return false;
        }
        return queue.offer(event);
    }
}
