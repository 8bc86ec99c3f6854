package dev.tidemark.query.diagnosis.detect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Short times in which everything takes longer, now and then, as on a busy machine: what they reach and how long they last. Slowness that is no larger and
 * no longer is usual. The largest and the longest one do not count: they may have been an incident.
 *
 * @param limit what takes so many times the usual mean latency is none of them; 1 if there are none
 * @param length how long they last; zero if there are none
 */
public record Bursts(double limit, Duration length) {
    private static final double LEAST_FACTOR = 1.4;
    /** In the first three quarters of an hour, few were seen. */
    private static final int FEW_BLOCKS = 45;

    private static final double UNSEEN_LIMIT = 3.6;
    private static final Duration UNSEEN_LENGTH = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final double BEYOND = 1.1;
    private static final double FAR_BEYOND = 1.25;
    /** Two of them may follow one another. */
    private static final Duration MARGIN = Duration.ofSeconds(90);

    private record Burst(double factor, Duration length) {}

    /** The bursts of these blocks, oldest first. */
    static Bursts of(List<Window> blocks, double usualMillis) {
        List<Burst> bursts = new ArrayList<>();
        double factor = 0;
        Window first = null;
        Window last = null;
        for (Window block : blocks) {
            double now = block.typicalMillis() / Math.max(0.001, usualMillis);
            if (now >= LEAST_FACTOR) {
                first = first == null ? block : first;
                last = block;
                factor = Math.max(factor, now);
            } else if (first != null && last != null) {
                bursts.add(new Burst(factor, Duration.between(first.start(), last.end())));
                first = null;
                factor = 0;
            }
        }
        boolean isKnown = blocks.size() >= FEW_BLOCKS;
        // Of few, the next one may well be larger than all.
        double margin = BEYOND + 1.0 / Math.max(1, bursts.size());
        double limit = margin * second(bursts.stream().map(Burst::factor).toList(), 0.0);
        Duration length = second(bursts.stream().map(Burst::length).toList(), isKnown ? Duration.ZERO : UNSEEN_LENGTH);
        return new Bursts(
                Math.max(isKnown ? 1 : UNSEEN_LIMIT, limit), length.compareTo(LONGEST) > 0 ? LONGEST : length);
    }

    private static <T extends Comparable<T>> T second(List<T> values, T least) {
        List<T> sorted = values.stream().sorted(Comparator.reverseOrder()).toList();
        return sorted.size() < 2 || sorted.get(1).compareTo(least) < 0 ? least : sorted.get(1);
    }

    /** Whether slowness by this factor, for so long, is none of them. */
    boolean isExceeded(double slowness, Duration lasting) {
        return slowness >= limit || lasting.compareTo(length.plus(MARGIN)) >= 0;
    }

    /** Whether this factor leaves no doubt. */
    boolean isFarExceeded(double slowness) {
        return slowness >= FAR_BEYOND * limit;
    }
}
