package dev.tidemark.query.counters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.ToLongFunction;

/**
 * Readings of counters that only rise, kept in memory so that their rise in a span can be told. At most {@value #MOST} readings
 * are kept, the old ones farther apart than the new ones: the span that is answered is at most about a fifth longer or shorter
 * than the span that was asked for. Safe for use by many threads.
 *
 * @param <R> a reading of one or more counters
 */
public final class CounterHistory<R> {
    private static final int MOST = 64;
    /** Readings that are closer together add nothing. */
    private static final Duration CLOSEST = Duration.ofSeconds(5);
    /** As old as the longest period. */
    private static final Duration OLDEST = Duration.ofDays(8);

    private final BiPredicate<R, R> continues;
    private final List<Reading<R>> readings = new ArrayList<>();

    /** @param continues whether the counters rose from the first reading to the second, without being set back between */
    public CounterHistory(BiPredicate<R, R> continues) {
        this.continues = continues;
    }

    /** The counters at a moment. */
    public record Reading<R>(Instant at, R counters) {}

    /** Two readings, the first of them earlier. */
    public record Rise<R>(Reading<R> first, Reading<R> last) {
        /** By how much one counter rose. */
        public long of(ToLongFunction<R> counter) {
            return counter.applyAsLong(last.counters()) - counter.applyAsLong(first.counters());
        }
    }

    /** Keeps a reading. What was counted before a restart or a reset is forgotten. */
    public synchronized void add(Reading<R> reading) {
        if (!readings.isEmpty()) {
            Reading<R> newest = readings.getLast();
            if (!continues.test(newest.counters(), reading.counters())) {
                readings.clear();
            } else if (Duration.between(newest.at(), reading.at()).compareTo(CLOSEST) < 0) {
                return;
            }
        }
        readings.add(reading);
        readings.removeIf(old -> old.at().isBefore(reading.at().minus(OLDEST)));
        if (readings.size() > MOST) {
            readings.remove(leastMissed(reading.at()));
        }
    }

    /** The reading without which the answers change least: its neighbours are close together for their age. */
    private int leastMissed(Instant now) {
        int least = 1;
        double smallest = Double.MAX_VALUE;
        for (int i = 1; i < readings.size() - 1; i++) {
            double gap = millis(readings.get(i - 1).at(), readings.get(i + 1).at());
            double relative = gap / (1 + millis(readings.get(i - 1).at(), now));
            if (relative < smallest) {
                smallest = relative;
                least = i;
            }
        }
        return least;
    }

    /**
     * The rise from {@code from} to {@code to}, between the readings that are nearest to them; nothing while there are no two.
     *
     * @param newest a reading of now
     */
    public synchronized Optional<Rise<R>> between(Instant from, Instant to, Reading<R> newest) {
        add(newest);
        Reading<R> last = newest;
        if (to.isBefore(newest.at())) {
            last = nearest(to, newest);
        }
        Reading<R> first = nearest(from, last);
        return first.at().isBefore(last.at()) && continues.test(first.counters(), last.counters())
                ? Optional.of(new Rise<>(first, last))
                : Optional.empty();
    }

    private Reading<R> nearest(Instant instant, Reading<R> otherwise) {
        Reading<R> nearest = otherwise;
        for (Reading<R> reading : readings) {
            if (Math.abs(millis(reading.at(), instant)) < Math.abs(millis(nearest.at(), instant))) {
                nearest = reading;
            }
        }
        return nearest;
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
