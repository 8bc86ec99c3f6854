package dev.tidemark.query.counters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;

/**
 * Keeps readings of monotonic counters in memory, to compute their increase over a time span. Keeps at most {@value #MOST}
 * readings, older ones farther apart than newer ones, so that the span between the compared readings differs from the requested
 * span by at most about 20 %. Thread-safe.
 *
 * @param <R> the values of one or more counters
 */
public final class CounterHistory<R> {
    private static final int MOST = 64;
    /** Readings closer together than this are not kept. */
    private static final Duration CLOSEST = Duration.ofSeconds(5);
    /** Slightly more than the longest period. */
    private static final Duration OLDEST = Duration.ofDays(8);

    private final BiPredicate<R, R> continues;
    private final List<Reading<R>> readings = new ArrayList<>();

    /** @param continues whether the counters were not reset between an earlier reading and a later one */
    public CounterHistory(BiPredicate<R, R> continues) {
        this.continues = continues;
    }

    /** The values of the counters at one time. */
    public record Reading<R>(Instant at, R counters) {}

    /** The increase from an earlier reading to a later one. */
    public record Rise<R>(Reading<R> first, Reading<R> last) {
        /** Returns the increase of one counter. */
        public long of(ToLongFunction<R> counter) {
            return counter.applyAsLong(last.counters()) - counter.applyAsLong(first.counters());
        }

        /** Returns what {@code increase} says of the last reading and the first one. */
        public long since(ToLongBiFunction<R, R> increase) {
            return increase.applyAsLong(last.counters(), first.counters());
        }
    }

    /** Adds a reading. If the counters were reset since the newest reading, all earlier readings are removed. */
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
            readings.remove(mostRedundant(reading.at()));
        }
    }

    /** Returns the index of the reading to remove: the one whose neighbours are closest together relative to their age. */
    private int mostRedundant(Instant now) {
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
     * Returns the increase between the readings nearest to {@code from} and {@code to}; empty if they are the same.
     *
     * @param newest the current reading, which is added as well
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
