package dev.tidemark.ingest;

import dev.tidemark.ingest.call.CallTable;
import dev.tidemark.ingest.delivery.Counters;
import dev.tidemark.ingest.delivery.Delivery;
import dev.tidemark.ingest.delivery.EarlyLogs;
import dev.tidemark.ingest.delivery.RequestSlot;
import dev.tidemark.ingest.delivery.TopicCounters;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.FrameworkSettings;
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
 * Publishes an application's requests, calls, log lines and samples to Kafka.
 *
 * <p>No method blocks, waits for Kafka, or throws into the application, except where stated: an event that cannot be
 * accepted is dropped and counted ({@link #counters()}). Applications that use the adapters do not need this class: the
 * adapters share one instance, configured by {@link dev.tidemark.settings.FilterSetting settings} from the environment,
 * and close it when the process ends. Thread-safe.
 */
public final class Tidemark implements AutoCloseable {
    private static final Counters NOTHING = new Counters(
            new TopicCounters(Topics.REQUESTS.name(), 0, 0, Map.of()),
            new TopicCounters(Topics.LOGS.name(), 0, 0, Map.of()),
            new TopicCounters(Topics.SAMPLES.name(), 0, 0, Map.of()),
            new TopicCounters(Topics.CALLS.name(), 0, 0, Map.of()));

    private final Settings settings;
    private final SkipPaths skipPaths;
    private final EpochClock clock = new EpochClock(InstantSource.system());
    private final @Nullable Delivery delivery;
    private final @Nullable EarlyLogs early;
    private final @Nullable Sampler sampler;

    Tidemark(Settings settings, Redaction redaction) {
        this(settings, settings.enabled() ? new Delivery(settings, redaction) : null);
    }

    Tidemark(Settings settings, @Nullable Delivery delivery) {
        this(settings, delivery, null);
    }

    private Tidemark(Settings settings, @Nullable Delivery delivery, @Nullable EarlyLogs early) {
        this.settings = settings;
        this.skipPaths = new SkipPaths(settings.skipPaths());
        this.delivery = delivery;
        this.early = early;
        boolean samples = early == null
                && settings.enabled()
                && !settings.sampleInterval().isZero();
        this.sampler = samples ? new Sampler(settings.sampleInterval(), this::sample) : null;
    }

    /** An instance that only keeps log lines, until another takes them over. */
    static Tidemark keeping(Settings settings, EarlyLogs early) {
        return new Tidemark(settings, null, early);
    }

    /** Builds a separate instance, which the caller must close. */
    public static TidemarkBuilder builder() {
        return new TidemarkBuilder();
    }

    /**
     * Returns a handle to the process-wide instance that the adapters use. The first handle starts the instance, with
     * settings from the environment; it ends with the last handle or with the process. Never throws: if a setting is
     * wrong, the instance is disabled and logs one warning.
     */
    public static TidemarkHandle acquire() {
        return acquire(Adapter.APPLICATION);
    }

    /** The same for an adapter, which the filter's log line at startup names. */
    public static TidemarkHandle acquire(Adapter adapter) {
        return GlobalTidemark.acquire(adapter);
    }

    /** The process-wide instance as it is now; a disabled one if there is none. Do not keep it. */
    public static Tidemark current() {
        return GlobalTidemark.current();
    }

    /**
     * Tells the process-wide instance what the application's framework knows of its settings; the environment overrides
     * it. For the framework's adapter, before it acquires a handle. Has no effect if the instance has already started.
     */
    public static void configure(FrameworkSettings framework) {
        GlobalTidemark.configure(framework);
    }

    /**
     * Makes this the process-wide instance, also for existing handles; an instance that was started from the
     * environment is closed. The builder of this instance must still close it.
     *
     * @throws IllegalStateException if another instance is installed and not closed
     */
    public void install() {
        GlobalTidemark.install(this);
    }

    /** Whether this instance publishes anything. */
    public boolean isEnabled() {
        return delivery != null || early != null;
    }

    public Settings settings() {
        return settings;
    }

    /** Counts of recorded, sent and dropped events so far. */
    public Counters counters() {
        return delivery == null ? NOTHING : delivery.counters();
    }

    /**
     * Starts to measure a request; its duration counts from now. If a span of OpenTelemetry is active on this thread, it
     * is the span of the request.
     *
     * @param method the HTTP method
     * @param path the raw path; only compared with the paths to skip, never stored
     * @param traceparent the request header, or null
     * @param tracestate the request headers of this name, joined with commas, or null
     */
    public ServerRequest begin(String method, String path, @Nullable String traceparent, @Nullable String tracestate) {
        TraceContext trace = TraceContext.continueOrStart(traceparent, tracestate);
        return new ServerRequest(skipPaths.contains(path) ? null : this, method, trace);
    }

    /** Claims the place of a request of this service; null if there is none, which is counted. */
    @Nullable RequestSlot claim() {
        return delivery == null ? null : delivery.claim();
    }

    /** Takes what the calls of this process add up to; null if they are not measured. */
    @Nullable CallTable calls() {
        return delivery == null ? null : delivery.calls();
    }

    /** Publishes a request; returns whether it was accepted. */
    public boolean record(RequestEvent event) {
        return delivery != null && delivery.request(event);
    }

    /** Publishes a log line after redaction; returns whether it was accepted. */
    public boolean log(LogEvent event) {
        return delivery == null ? early != null && early.add(event) : delivery.log(event);
    }

    /** Publishes the lines that were kept before this instance started, and counts those that there was no room for. */
    void takeOver(EarlyLogs kept) {
        long refused = kept.passTo(settings, this::log);
        if (delivery != null) {
            delivery.refusedLogs(refused);
        }
    }

    /**
     * Publishes a reading of a gauge with the current time; returns whether it was accepted.
     *
     * @param name the gauge's name with the unit at its end, such as {@code cart_total_eur}
     * @param value the reading; ignored if it is not finite
     * @param metadata labels that distinguish readings of the same name; may be empty
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

    /** Waits until Kafka has acknowledged all accepted events, at most {@code timeout}; returns whether it has. */
    public boolean flush(Duration timeout) throws InterruptedException {
        return delivery == null || delivery.flush(timeout);
    }

    /**
     * Stops accepting events, waits for Kafka to acknowledge the accepted ones (at most {@code
     * tidemark.close-timeout}), and publishes the final counters. Later events are counted as dropped. Further calls
     * have no effect.
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

    /** Microseconds since the epoch for a reading of {@link System#nanoTime()}. */
    long epochMicros(long nanoTime) {
        return clock.epochMicros(nanoTime);
    }
}
