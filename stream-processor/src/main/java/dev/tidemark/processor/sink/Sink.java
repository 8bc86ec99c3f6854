package dev.tidemark.processor.sink;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.processor.sink.clock.SteadyClock;
import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.processor.sink.partition.PartitionMaintenance;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores requests, logs, samples, calls and rollups in PostgreSQL, each record exactly once. The schema ({@code Migrations}) and the topics must
 * exist.
 * Any number of processes may run one; they share the partitions. Thread-safe.
 */
public final class Sink implements SampleSource, AutoCloseable {
    private static final MetricDescriptor ALIVE = MetricDescriptor.gauge(
            "sink_threads_alive",
            "1 while the thread that stores a topic is alive. Alert if it is 0: only a restart helps.",
            "pipe");
    private static final MetricDescriptor HELD_UP = MetricDescriptor.gauge(
            "sink_held_up_seconds",
            "How long a topic has not been stored; 0 while it is. Alert above 60 s: /health/ready has the reason.",
            "pipe");

    private static final Logger log = LoggerFactory.getLogger(Sink.class);
    private static final Duration FLUSH = Duration.ofSeconds(10);

    private final SinkParts parts;
    private final PartitionMaintenance maintenance;
    private final SteadyClock clock;
    private final Map<TopicSink<?>, Thread> threads = new LinkedHashMap<>();

    /**
     * @param intake decides which requests are stored
     * @param clock the time for partitions and retention
     */
    public Sink(SinkSettings settings, RequestIntake intake, Clock clock) {
        this(settings, intake, new SteadyClock(clock));
    }

    private Sink(SinkSettings settings, RequestIntake intake, SteadyClock clock) {
        this(
                settings,
                Pipes.all(settings, intake, clock.clock(), clock.steady()),
                clock,
                new Consumers(),
                new OffsetTable(),
                WriteHook.NONE);
    }

    Sink(SinkSettings settings, List<Pipe<?>> pipes, Clock clock, OffsetTable offsets, WriteHook hook) {
        this(settings, pipes, clock, new Consumers(), offsets, hook);
    }

    Sink(
            SinkSettings settings,
            List<Pipe<?>> pipes,
            Clock clock,
            Consumers consumers,
            OffsetTable offsets,
            WriteHook hook) {
        this(settings, pipes, new SteadyClock(clock), consumers, offsets, hook);
    }

    private Sink(
            SinkSettings settings,
            List<Pipe<?>> pipes,
            SteadyClock clock,
            Consumers consumers,
            OffsetTable offsets,
            WriteHook hook) {
        this.clock = clock;
        PostgresConnector postgres = new PostgresConnector(settings.postgres());
        this.parts = new SinkParts(
                settings,
                consumers,
                postgres,
                offsets,
                new TopicIds(settings.kafka()),
                new DeadLetterPublisher(settings.kafka()),
                new SinkCounters(),
                hook);
        this.maintenance = new PartitionMaintenance(postgres, settings.retention(), clock);
        for (Pipe<?> pipe : pipes) {
            TopicSink<?> sink = new TopicSink<>(pipe, parts);
            threads.put(sink, Thread.ofPlatform().name("sink-" + pipe.name()).unstarted(sink));
        }
    }

    /** Starts the threads. Call this once. */
    public void start() {
        maintenance.start();
        threads.values().forEach(Thread::start);
    }

    /** A time that a step of the machine's clock does not lead astray. */
    public InstantSource steadyTime() {
        return clock.steady();
    }

    /** The topics that are not being stored now, and why. */
    public List<SinkStall> stalls() {
        return threads.keySet().stream()
                .map(sink -> sink.status().stall())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether all of its threads are alive. */
    public boolean isAlive() {
        return threads.values().stream().noneMatch(thread -> thread.getState() == Thread.State.TERMINATED);
    }

    /** The metrics of all parts: counters, partitions and threads. */
    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(parts.counters().samples());
        samples.addAll(maintenance.samples());
        threads.forEach((sink, thread) -> {
            String pipe = sink.pipe().name();
            SinkStall stall = sink.status().stall();
            samples.add(ALIVE.sample(thread.isAlive() ? 1 : 0, pipe));
            samples.add(HELD_UP.sample(stall == null ? 0 : stall.lasting().toMillis() / 1e3, pipe));
        });
        return samples;
    }

    public SinkCounters counters() {
        return parts.counters();
    }

    /**
     * Writes what has been read and stops, within 10 s. Records that were not written by then are read again at the
     * next start.
     */
    @Override
    public void close() {
        maintenance.close();
        threads.keySet().forEach(TopicSink::stop);
        long deadline = System.nanoTime() + FLUSH.toNanos();
        threads.values().forEach(thread -> join(thread, deadline));
        threads.forEach((sink, thread) -> {
            if (thread.isAlive()) {
                log.warn(
                        "the sink of {} did not stop within {} and is aborted",
                        sink.pipe().topic(),
                        FLUSH);
                sink.abort();
            }
        });
        long last = System.nanoTime() + FLUSH.toNanos();
        threads.values().forEach(thread -> join(thread, last));
        parts.deadLetters().close();
        parts.topicIds().close();
    }

    private static void join(Thread thread, long deadlineNanos) {
        try {
            long left = deadlineNanos - System.nanoTime();
            if (thread.isAlive() && left > 0) {
                thread.join(Duration.ofNanos(left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
