package dev.tidemark.ingest;

import dev.tidemark.ingest.delivery.Counters;
import dev.tidemark.ingest.delivery.Delivery;
import dev.tidemark.ingest.delivery.TopicCounters;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Publishes an application's requests, log lines and samples to Kafka.
 *
 * <p>Nothing here blocks, waits for Kafka, or throws into the application: an event that cannot be taken is dropped and
 * counted ({@link #counters()}). An application that uses the adapters needs none of this: they share one instance,
 * configured by {@link dev.tidemark.settings.FilterSetting settings} from the environment, and end it with the process.
 * Thread-safe.
 */
public final class Tidemark implements AutoCloseable {
    private static final Counters NOTHING = new Counters(
            new TopicCounters(Topics.REQUESTS.name(), 0, 0, Map.of()),
            new TopicCounters(Topics.LOGS.name(), 0, 0, Map.of()),
            new TopicCounters(Topics.SAMPLES.name(), 0, 0, Map.of()));

    private final Settings settings;
    private final SkipPaths skipPaths;
    private final EpochClock clock = new EpochClock(InstantSource.system());
    private final @Nullable Delivery delivery;
    private final @Nullable Sampler sampler;

    Tidemark(Settings settings, Redaction redaction) {
        this(settings, settings.enabled() ? new Delivery(settings, redaction) : null);
    }

    Tidemark(Settings settings, @Nullable Delivery delivery) {
        this.settings = settings;
        this.skipPaths = new SkipPaths(settings.skipPaths());
        this.delivery = delivery;
        boolean samples = settings.enabled() && !settings.sampleInterval().isZero();
        this.sampler = samples ? new Sampler(settings.sampleInterval(), this::sample) : null;
    }

    /** An instance of one's own; whoever builds it closes it. */
    public static TidemarkBuilder builder() {
        return new TidemarkBuilder();
    }

    /**
     * A share in the process-wide instance that the adapters use. It is started by the first share, with settings from
     * the environment, and ends with the last one, or with the process. Never throws: with settings that are wrong, it is
     * disabled, and says so in one warning.
     */
    public static TidemarkHandle acquire() {
        return GlobalTidemark.acquire();
    }

    /**
     * Makes this the process-wide instance, also for those who have a share already; an instance that was started from
     * the environment is closed. Whoever built this one closes it.
     *
     * @throws IllegalStateException if another one has been installed, and not been closed
     */
    public void install() {
        GlobalTidemark.install(this);
    }

    /** Whether anything is published. */
    public boolean isEnabled() {
        return delivery != null;
    }

    public Settings settings() {
        return settings;
    }

    /** What became of the events so far. */
    public Counters counters() {
        return delivery == null ? NOTHING : delivery.counters();
    }

    /**
     * Begins to serve a request: its time runs from now.
     *
     * @param method the HTTP method
     * @param path the raw path, which is compared with the paths to skip, and not kept
     * @param traceparent the request's header, or null
     * @param tracestate the request's header, or null
     */
    public ServerRequest begin(String method, String path, @Nullable String traceparent, @Nullable String tracestate) {
        TraceContext trace = TraceContext.continueOrStart(traceparent, tracestate);
        return new ServerRequest(this, method, skipPaths.contains(path), trace);
    }

    /** Publishes a request; returns whether it was taken. */
    public boolean record(RequestEvent event) {
        return delivery != null && delivery.request(event);
    }

    /** Publishes a log line after redaction; returns whether it was taken. */
    public boolean log(LogEvent event) {
        return delivery != null && delivery.log(event);
    }

    /**
     * Publishes a reading of a gauge, now; returns whether it was taken.
     *
     * @param name the gauge's name with the unit at its end, such as {@code cart_total_eur}
     * @param value the reading; one that is not finite is left out
     * @param metadata what tells apart readings of the same name; empty if nothing does
     */
    public boolean sample(MetricType type, String name, double value, Map<String, String> metadata) {
        return delivery != null
                && Double.isFinite(value)
                && delivery.sample(new SampleEvent(
                        epochMicros(System.nanoTime()),
                        settings.serviceName(),
                        settings.instance(),
                        type,
                        name,
                        value,
                        metadata));
    }

    /** Waits until Kafka has acknowledged what was taken, at most this long; returns whether it has. */
    public boolean flush(Duration timeout) throws InterruptedException {
        return delivery == null || delivery.flush(timeout);
    }

    /**
     * Takes no more events, waits for Kafka to acknowledge the rest (at most {@code tidemark.close-timeout}), and
     * publishes the last counters. Events that come later are counted as dropped. Does nothing the second time.
     */
    @Override
    public void close() {
        GlobalTidemark.closed(this);
        if (sampler != null) {
            sampler.close();
        }
        if (delivery != null) {
            delivery.close();
        }
    }

    /** Microseconds since the epoch at a reading of {@link System#nanoTime()}. */
    long epochMicros(long nanoTime) {
        return clock.epochMicros(nanoTime);
    }
}
