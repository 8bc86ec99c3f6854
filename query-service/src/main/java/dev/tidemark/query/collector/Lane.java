package dev.tidemark.query.collector;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.lettuce.RedisAwayException;
import dev.tidemark.query.lettuce.RedisRefusedException;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.DatabaseLoginMissingException;
import dev.tidemark.query.store.DatabaseStatementException;
import dev.tidemark.query.store.DatabaseTimeoutException;
import dev.tidemark.wire.codec.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that runs tasks one after the other, each when it is due, while this instance is elected. */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    /** How often it looks whether it is elected. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final String instance;
    private final List<Task> tasks;
    private final Election election;
    private final SamplePublisher publisher;
    private final Clock clock;
    private final Runnable release;
    private final OutageLog outage;
    private final Map<Task, TaskState> states;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param subject the server that it reads, for the log
     * @param instance the instance of its samples
     * @param release closes the connection; called when this instance is no longer elected
     */
    Lane(
            String subject,
            String instance,
            List<Task> tasks,
            Election election,
            SamplePublisher publisher,
            Clock clock,
            Runnable release) {
        this.instance = instance;
        this.tasks = tasks.stream().filter(task -> !task.interval().isZero()).toList();
        this.election = election;
        this.publisher = publisher;
        this.clock = clock;
        this.release = release;
        this.outage = new OutageLog(LOG, subject + " cannot be watched", subject + " is watched again");
        Map<Task, TaskState> all = new LinkedHashMap<>();
        this.tasks.forEach(task -> all.put(task, new TaskState(task.name())));
        this.states = all;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("collector-"
                        + (tasks.isEmpty() ? "none" : tasks.getFirst().name()))
                .unstarted(this::run);
    }

    void start() {
        if (isUsed()) {
            thread.start();
        }
    }

    boolean isUsed() {
        return !tasks.isEmpty();
    }

    boolean wasAwayFor(Duration duration) {
        return outage.hasFailedFor(duration);
    }

    Map<Task, TaskState> states() {
        return states;
    }

    private void run() {
        while (!closed) {
            try {
                round();
            } catch (Throwable e) {
                // Without its thread, nothing would be read until a restart.
                LOG.debug("A round of the collector failed", e);
                states.values().forEach(state -> state.failed(String.valueOf(e), List.of()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void round() {
        if (election.isElected()) {
            try {
                watch();
            } finally {
                tasks.forEach(Task::reset);
                states.values().forEach(TaskState::reset);
                release.run();
            }
        }
    }

    /** Watches until this instance is no longer elected. */
    private void watch() {
        Map<Task, Pace> paces = new LinkedHashMap<>();
        tasks.forEach(task -> paces.put(task, new Pace(task.interval(), task.share(), System.nanoTime())));
        while (!closed && election.isElected()) {
            paces.forEach((task, pace) -> {
                if (pace.dueNanos() - System.nanoTime() <= 0 && !closed && election.isElected()) {
                    long begin = System.nanoTime();
                    boolean answered = run(task);
                    long end = System.nanoTime();
                    if (!answered) {
                        pace.failed(end);
                    } else if (task.pauses()) {
                        pace.paused(end);
                    } else {
                        pace.took(begin, end);
                    }
                }
            });
            long now = System.nanoTime();
            long wait = paces.values().stream()
                    .mapToLong(pace -> pace.dueNanos() - now)
                    .min()
                    .orElse(LOOK_NANOS);
            if (wait > 0) {
                LockSupport.parkNanos(Math.min(wait, LOOK_NANOS));
            }
        }
    }

    /** Returns whether the server answered. */
    private boolean run(Task task) {
        TaskState state = states.getOrDefault(task, new TaskState(task.name()));
        long begin = System.nanoTime();
        Instant at = clock.instant();
        Samples samples = new Samples(publisher::publish, Timestamps.toMicros(at), instance);
        boolean answered = true;
        try {
            List<Unknown> unknown = task.run(samples);
            state.read(at, unknown);
            outage.succeeded();
        } catch (RedisRefusedException e) {
            String reason = String.valueOf(e.getMessage());
            state.failed(reason, List.of(new Unknown(List.of(task.name()), reason, e.remedy())));
        } catch (DatabaseStatementException | DatabaseTimeoutException e) {
            state.failed(String.valueOf(e.getMessage()), List.of());
        } catch (DatabaseLoginMissingException e) {
            answered = false;
            state.unknown(new Unknown(List.of(task.name()), e.reason(), DatabaseLoginMissingException.remedy()));
        } catch (DatabaseException | RedisAwayException e) {
            answered = false;
            if (!closed) {
                state.away(String.valueOf(e.getMessage()));
                outage.failed(String.valueOf(e.getMessage()));
                task.away(samples);
            }
        } catch (RuntimeException | Error e) {
            state.failed(String.valueOf(e), List.of());
            LOG.debug("The reading {} failed", task.name(), e);
        }
        state.took(System.nanoTime() - begin);
        state.refusedLabels(task.refusedLabels());
        return answered;
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
