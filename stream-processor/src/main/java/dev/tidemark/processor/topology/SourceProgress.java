package dev.tidemark.processor.topology;

import java.time.Duration;
import java.util.Arrays;

/**
 * How far each partition of the requests topic has been counted, and therefore which windows can no longer change. A
 * partition without records keeps windows open only for the retention of the requests topic. So no request is rejected,
 * however unevenly a backlog is read.
 *
 * <p>The broker's clock may step. An append time far ahead makes nothing final by itself: an hour also stays open until enough hours
 * were counted ({@link CountedHours}). An append time far behind that of the same partition is taken for a clock that was set back, and
 * followed. If it leads to hours that are final already, the requests are counted as much later as the clock was set back. Not
 * thread-safe.
 */
final class SourceProgress {
    /** The answer of {@link #windowFor} if there is none. */
    static final long FINAL = Long.MIN_VALUE;

    /** A broker's clock may be set back a little, and removing windows is not urgent. */
    static final long SLACK_MILLIS = Duration.ofHours(1).toMillis();

    private static final byte VERSION = 1;
    private static final long HOUR_MICROS = Duration.ofHours(1).toMillis() * 1000;

    /** A broker's clock differs from the producers' by this at most: {@link TopologySettings#allowedSkew()} is less. */
    private static final long SKEW_HOURS = 1;

    /** More hours are open only if the clock steps again and again. */
    private static final long SPARE_HOURS = 2_000;

    /** A step of more is not taken for a night without requests. */
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Partitioning partitioning;
    private final long sourceRetentionMillis;
    private final long allowedLatenessMillis;
    private final long openHours;
    private final OpenHours hours;
    private CountedHours counted = new CountedHours(Long.MIN_VALUE, 0);
    private long newestMillis;
    private long[] coveredMillis;
    /** How far the clock was set back. */
    private long setBackMillis;
    /** The counted hour in which that was last noted or used. */
    private long setBackAt;

    private long closedUpTo = Long.MIN_VALUE;

    SourceProgress(TopologySettings settings, Partitioning partitioning) {
        this.partitioning = partitioning;
        this.sourceRetentionMillis = settings.sourceRetention().toMillis();
        this.allowedLatenessMillis = settings.allowedLateness().toMillis();
        this.openHours = Math.ceilDiv(allowedLatenessMillis + SLACK_MILLIS, SLACK_MILLIS) + 1;
        this.hours = new OpenHours(
                openHours, (int) Math.min(1 << 20, sourceRetentionMillis / SLACK_MILLIS + openHours + SPARE_HOURS));
        this.coveredMillis = new long[0];
    }

    /**
     * Notes a delta.
     *
     * @param newest the newest append time in it, in milliseconds since the epoch
     * @return whether it shows that the broker's clock was set back
     */
    boolean advance(Delta delta, long newest) {
        int partition = delta.sourcePartition();
        cover(partition, delta.coveredMillis());
        long before = newestMillis;
        boolean isSetBack = coveredMillis[partition] - newest > SLACK_MILLIS;
        if (isSetBack) {
            coveredMillis[partition] = newest;
            newestMillis = newest;
        } else {
            newestMillis = Math.max(newestMillis, newest);
        }
        boolean changed = counted.advance(newestMillis);
        noteStep(newestMillis - before);
        closeHours(changed);
        return isSetBack && before - newestMillis > SLACK_MILLIS;
    }

    private void cover(int partition, long upTo) {
        expect(partition + 1);
        coveredMillis[partition] = Math.max(coveredMillis[partition], upTo);
    }

    private void expect(int partitions) {
        int known = coveredMillis.length;
        if (partitions > known) {
            coveredMillis = Arrays.copyOf(coveredMillis, partitions);
            Arrays.fill(coveredMillis, known, partitions, Delta.UNKNOWN);
        }
    }

    private void noteStep(long millis) {
        if (millis < -SLACK_MILLIS || millis > DAY_MILLIS) {
            setBackMillis = Math.max(0, setBackMillis - millis);
            setBackAt = counted.counted();
        } else if (counted.counted() - setBackAt >= openHours) {
            setBackMillis = 0;
        }
    }

    private void closeHours(boolean hourChanged) {
        long end = Math.floorDiv(finalUpToMicros(), HOUR_MICROS);
        if (hourChanged || end != closedUpTo) {
            closedUpTo = end;
            hours.close(end, counted.counted());
        }
    }

    /**
     * Where to count the requests of a window.
     *
     * @param startMicros the window's start, in microseconds since the epoch
     * @return the start of that window, or of a later one if the window is final and the broker's clock was set back; {@link #FINAL}
     *     if the window is final
     */
    long windowFor(long startMicros) {
        long start = startMicros;
        if (isFinal(start)) {
            long later = Math.floorDiv(setBackMillis * 1000 + HOUR_MICROS / 2, HOUR_MICROS) * HOUR_MICROS;
            if (later == 0 || isFinal(start + later)) {
                return FINAL;
            }
            start += later;
            setBackAt = counted.counted();
        }
        hours.use(Math.floorDiv(start, HOUR_MICROS), counted.counted());
        return start;
    }

    /** Whether the window that starts at this time, of any tier, can no longer change. */
    boolean isFinal(long windowStartMicros) {
        return hours.isClosed(Math.floorDiv(windowStartMicros, HOUR_MICROS));
    }

    /** No partition brings requests for windows that end at this time or before, if no clock steps; in microseconds since the epoch. */
    long finalUpToMicros() {
        expect(partitioning.requests());
        long oldestReadable = newestMillis - sourceRetentionMillis;
        long covered = newestMillis;
        for (long partition : coveredMillis) {
            covered = Math.min(covered, Math.max(partition, oldestReadable));
        }
        return (covered - allowedLatenessMillis - SLACK_MILLIS) * 1000;
    }

    /** The newest append time, in milliseconds since the epoch; 0 before the first. */
    long newestMillis() {
        return newestMillis;
    }

    byte[] toBytes() {
        FormWriter out = new FormWriter().raw(VERSION).number(newestMillis).number(coveredMillis.length);
        for (long partition : coveredMillis) {
            out.number(partition + 1);
        }
        return out.toBytes();
    }

    /** The rest of the state, which earlier versions do not know. */
    byte[] hoursToBytes() {
        FormWriter out = new FormWriter();
        hours.write(out);
        return out.ordered(counted.appendHour())
                .ordered(counted.counted())
                .number(setBackMillis)
                .ordered(setBackAt)
                .toBytes();
    }

    /**
     * Restores the state that {@link #toBytes()} wrote. Call {@link #restoreHours} or {@link #assumeHours} next.
     *
     * @throws NewerFormException if a newer Tidemark has written it
     */
    void restore(byte[] bytes) {
        FormReader in = new FormReader(bytes);
        NewerFormException.check("progress", in.raw(), VERSION);
        newestMillis = in.number();
        int partitions = (int) in.number();
        for (int partition = 0; partition < partitions; partition++) {
            cover(partition, in.number() - 1);
        }
        in.end();
    }

    /** Restores the state that {@link #hoursToBytes()} wrote. */
    void restoreHours(byte[] bytes) {
        FormReader in = new FormReader(bytes);
        hours.read(in);
        counted = new CountedHours(in.ordered(), in.ordered());
        setBackMillis = in.number();
        setBackAt = in.ordered();
        in.end();
        if (!counted.isAt(newestMillis)) {
            // An earlier version, which does not know hours, went on meanwhile.
            assumeHours();
        }
    }

    /** For the state of a version that did not know hours: those before the last final one are closed. */
    void assumeHours() {
        long end = Math.floorDiv(finalUpToMicros(), HOUR_MICROS);
        counted.advance(newestMillis);
        if (end > 0) {
            hours.closeRange(0, end - 1);
        }
        for (long hour = Math.max(0, end); hour <= counted.appendHour() + SKEW_HOURS; hour++) {
            if (!hours.isClosed(hour)) {
                hours.use(hour, counted.counted());
            }
        }
    }
}
