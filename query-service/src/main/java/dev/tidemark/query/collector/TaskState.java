package dev.tidemark.query.collector;

import dev.tidemark.query.figures.Unknown;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of the readings of one task. Thread-safe. */
final class TaskState {
    private static final Logger LOG = LoggerFactory.getLogger(TaskState.class);

    private final LongAdder readings = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private volatile long refusedLabels;
    private final OutageLog outage;
    private volatile Newest newest = new Newest(null, null, List.of());

    /**
     * @param at when it last succeeded; null if it never did
     * @param detail why the newest reading failed; null if it did not
     */
    record Newest(@Nullable Instant at, @Nullable String detail, List<Unknown> unknown) {}

    TaskState(String task) {
        outage = new OutageLog(LOG, "The collector cannot read " + task, "The collector reads " + task + " again");
    }

    void read(Instant at, List<Unknown> unknown) {
        outage.succeeded();
        readings.increment();
        newest = new Newest(at, null, unknown);
    }

    /** The server did not answer, which its lane tells. */
    void away(String detail) {
        failures.increment();
        newest = new Newest(newest.at(), detail, List.of());
    }

    /** Its server is not contacted, because a setting is missing. */
    void unknown(Unknown reason) {
        newest = new Newest(newest.at(), null, List.of(reason));
    }

    /** The server refused this reading. */
    void failed(String detail, List<Unknown> unknown) {
        outage.failed(detail);
        failures.increment();
        newest = new Newest(newest.at(), detail, unknown);
    }

    void took(long elapsed) {
        nanos.add(elapsed);
    }

    void refusedLabels(long count) {
        refusedLabels = count;
    }

    long refusedLabels() {
        return refusedLabels;
    }

    void reset() {
        newest = new Newest(null, null, List.of());
    }

    Newest newest() {
        return newest;
    }

    long readings() {
        return readings.sum();
    }

    long failures() {
        return failures.sum();
    }

    double seconds() {
        return nanos.sum() / 1e9;
    }
}
