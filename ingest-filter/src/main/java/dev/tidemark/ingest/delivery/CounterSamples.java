package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.delivery.kafka.EventProducer;
import dev.tidemark.ingest.delivery.kafka.EventProducer.Outcome;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.metric.FilterMetrics;
import dev.tidemark.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Publishes the counters directly to the producer, bypassing the queues, so that they arrive even when a queue is full.
 * If Kafka has no room for a reading, it is skipped: the next one has newer values. For the sender's thread.
 */
final class CounterSamples implements EventProducer.Answer {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final Settings settings;
    private final Supplier<Counters> counters;
    private final LongSupplier foldedCalls;
    private final Supplier<Map<String, Long>> redactions;
    private final byte[] key;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicLong stored = new AtomicLong();
    private volatile boolean failed;
    private long due = System.nanoTime() + INTERVAL_NANOS;

    CounterSamples(
            Settings settings,
            Supplier<Counters> counters,
            LongSupplier foldedCalls,
            Supplier<Map<String, Long>> redactions) {
        this.settings = settings;
        this.counters = counters;
        this.foldedCalls = foldedCalls;
        this.redactions = redactions;
        this.key = settings.instance().getBytes(StandardCharsets.UTF_8);
    }

    boolean isDue() {
        return System.nanoTime() - due >= 0;
    }

    /** Publishes a reading if one is due. */
    void publishIfDue(EventProducer producer) {
        if (isDue()) {
            due = System.nanoTime() + INTERVAL_NANOS;
            // While Kafka is away, readings would only fill the producer's memory.
            if (isAnswered()) {
                publish(producer);
            }
        }
    }

    /** Publishes a reading now; returns whether the producer accepted all of it. */
    boolean publish(EventProducer producer) {
        failed = false;
        for (SampleEvent sample : samples()) {
            byte[] value = Topics.SAMPLES.codec().encode(sample);
            producer.send(Topics.SAMPLES.name(), key, value, null, this);
            // Counted only now, because a send that throws may never be answered. The answer may even have arrived
            // before this line.
            unanswered.incrementAndGet();
            if (failed) {
                return false;
            }
        }
        return true;
    }

    /** Whether Kafka has answered all published readings. */
    boolean isAnswered() {
        return unanswered.get() <= 0;
    }

    /** How many readings Kafka has stored. */
    long stored() {
        return stored.get();
    }

    /** Whether the last reading is not stored yet. */
    boolean isWaiting() {
        return failed || !isAnswered();
    }

    /** The events of all topics that wait for Kafka. */
    long inFlight() {
        return counters.get().inFlight();
    }

    @Override
    public void answered(Outcome outcome) {
        if (outcome == Outcome.STORED) {
            stored.incrementAndGet();
        } else {
            failed = true;
        }
        unanswered.decrementAndGet();
    }

    private List<SampleEvent> samples() {
        long micros = Timestamps.toMicros(Instant.now());
        List<SampleEvent> samples = new ArrayList<>();
        for (TopicCounters topic : counters.get().topics()) {
            Map<String, String> of = Map.of(FilterMetrics.TOPIC, topic.topic());
            samples.add(sample(micros, Counters.RECORDED, topic.recorded(), of));
            samples.add(sample(micros, Counters.SENT, topic.sent(), of));
            topic.dropped()
                    .forEach((reason, count) -> samples.add(sample(
                            micros,
                            Counters.DROPPED,
                            count,
                            Map.of(FilterMetrics.TOPIC, topic.topic(), FilterMetrics.REASON, reason.word()))));
        }
        long folded = foldedCalls.getAsLong();
        if (folded > 0) {
            samples.add(sample(micros, FilterMetrics.CALLS_FOLDED, folded, Map.of()));
        }
        redactions
                .get()
                .forEach((rule, count) ->
                        samples.add(sample(micros, FilterMetrics.REDACTIONS, count, Map.of(FilterMetrics.RULE, rule))));
        return samples;
    }

    private SampleEvent sample(long micros, String name, long value, Map<String, String> metadata) {
        return new SampleEvent(
                micros, settings.serviceName(), settings.instance(), MetricType.SYSTEM, name, value, metadata);
    }
}
