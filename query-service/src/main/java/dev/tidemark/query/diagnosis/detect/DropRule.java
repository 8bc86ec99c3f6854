package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.query.diagnosis.detect.RequestCounts.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds times in which far fewer requests come than usual. The cumulative sum is that of the logarithm of the likelihood ratio of two rates, the lowest
 * usual one and three tenths of it, divided by the overdispersion of the last hour's minutes: traffic that swings must fall further, or for longer. As
 * only the last 30 min of the span can be compared with the same time of yesterday, only they are judged.
 *
 * <p>The lowest usual rate is the least of: what nine of ten minutes of the hour before exceed; the median of the ten minutes before; what nine of ten
 * minutes around this time of yesterday, and of a week ago, exceed; or, if yesterday is not known, what 19 of 20 minutes of the last six hours exceed. So
 * a night that comes slowly, the end of a batch, and a lull at its usual time are no drop.
 */
final class DropRule {
    private static final Duration JUDGED = Duration.ofMinutes(30);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LEAST = Duration.ofSeconds(60);
    private static final int LEAST_MINUTES = 20;
    private static final int NEWEST_MINUTES = 10;
    /** Of fewer requests in a minute, a drop would be chance. */
    private static final double LEAST_PER_MINUTE = 15;

    private static final double LEAST_MISSING = 20;
    private static final double ALARM = 12;
    private static final double REDUCED = 0.3;
    /** More is a swing of traffic. */
    private static final double FELT = 0.35;
    /** What is left of the requests if four of five are gone. */
    private static final double GONE = 0.2;

    private static final double OVER = 0.6;
    private static final double OVER_SECONDS = 30;
    private static final double OVER_REQUESTS = 10;
    /** However steady traffic was, its rate may change by a fifth from minute to minute. */
    private static final double LEAST_SPREAD = 0.2;

    private DropRule() {}

    /**
     * A drop.
     *
     * @param isGone whether more than four of five requests are missing
     */
    record Drop(Run run, boolean isGone) {}

    /** The usual rate in requests a second, and by how much counts vary more than by chance. */
    private record Usual(double perSecond, double overdispersion) {}

    static List<Drop> drops(History history, List<Window> windows, Instant complete) {
        Instant begin = complete.minus(JUDGED);
        RequestCounts counts = RequestCounts.of(history.recent(), windows, begin.minus(HOUR), complete);
        List<Drop> drops = new ArrayList<>();
        Usual usual = null;
        double sum = 0;
        int first = 0;
        boolean isOpen = false;
        List<Slot> slots = counts.slots();
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            if (slot.start().isBefore(begin)) {
                continue;
            }
            if (sum == 0) {
                usual = usual(counts, history, slot.start());
                first = i;
            }
            if (usual == null) {
                continue;
            }
            if (!isOpen) {
                sum = Math.clamp(sum + step(slot, usual), 0, 3 * ALARM);
                isOpen = sum >= ALARM && isFelt(slots.subList(first, i + 1), usual);
            } else {
                int good = firstGood(slots, first, i, usual);
                if (good >= 0) {
                    drops.add(drop(
                            slots.subList(first, good), usual, slots.get(good).start()));
                    isOpen = false;
                    sum = 0;
                }
            }
        }
        if (isOpen && usual != null) {
            drops.add(drop(slots.subList(first, slots.size()), usual, null));
        }
        return drops;
    }

    private static double step(Slot slot, Usual usual) {
        double expected = usual.perSecond * slot.seconds();
        return ((1 - REDUCED) * expected + slot.requests() * Math.log(REDUCED)) / usual.overdispersion;
    }

    private static boolean isFelt(List<Slot> slots, Usual usual) {
        double expected = expected(slots, usual);
        double requests = requests(slots);
        Duration length =
                Duration.between(slots.getFirst().start(), slots.getLast().end());
        return length.compareTo(LEAST) >= 0 && requests <= FELT * expected && expected - requests >= LEAST_MISSING;
    }

    private static Drop drop(List<Slot> slots, Usual usual, @Nullable Instant end) {
        int begin = 0;
        while (begin < slots.size() - 1
                && slots.get(begin).requests()
                        > OVER * usual.perSecond * slots.get(begin).seconds()) {
            begin++;
        }
        List<Slot> since = slots.subList(begin, slots.size());
        return new Drop(new Run(since.getFirst().start(), end), requests(since) <= GONE * expected(since, usual));
    }

    /** The first slot of the newest half minute, or of as long as it takes for some requests, if enough came in it; -1 if not. */
    private static int firstGood(List<Slot> slots, int first, int last, Usual usual) {
        double wanted = Math.max(OVER_SECONDS, OVER_REQUESTS / usual.perSecond);
        double seconds = 0;
        double requests = 0;
        for (int i = last; i > first; i--) {
            seconds += slots.get(i).seconds();
            requests += slots.get(i).requests();
            if (seconds >= wanted) {
                return requests >= OVER * usual.perSecond * seconds ? i : -1;
            }
        }
        return -1;
    }

    private static @Nullable Usual usual(RequestCounts counts, History history, Instant at) {
        double[] minutes = counts.minutes(at.minus(HOUR), at);
        if (minutes.length < LEAST_MINUTES) {
            return null;
        }
        double rate = Math.min(
                Robust.quantile(minutes, 0.1),
                Robust.median(Arrays.copyOf(minutes, Math.min(NEWEST_MINUTES, minutes.length))));
        for (List<Window> earlier : List.of(history.yesterday(), history.lastWeek())) {
            rate = earlier.isEmpty() ? rate : Math.min(rate, Robust.quantile(hour(earlier), 0.1));
        }
        if (history.yesterday().isEmpty()) {
            double[] hours =
                    history.recent().stream().mapToDouble(Window::requests).toArray();
            rate = Math.min(rate, Robust.quantile(hours, 0.05));
        }
        return rate < LEAST_PER_MINUTE ? null : new Usual(rate / 60, overdispersion(minutes, rate));
    }

    /** The requests of each minute of an hour. Minutes without any are not stored, and of many endpoints only every second minute is read. */
    private static double[] hour(List<Window> minutes) {
        long stride = 60;
        for (int i = 1; i < minutes.size(); i++) {
            Duration gap =
                    Duration.between(minutes.get(i - 1).start(), minutes.get(i).start());
            stride = Math.min(stride, Math.max(1, gap.toMinutes()));
        }
        double[] counts = new double[(int) Math.max(minutes.size(), 60 / stride)];
        for (int i = 0; i < minutes.size(); i++) {
            counts[i] = minutes.get(i).requests();
        }
        return counts;
    }

    /** The variance of the minutes in units of that of chance. */
    private static double overdispersion(double[] minutes, double rate) {
        double mean = Arrays.stream(minutes).average().orElse(1);
        double variance = Arrays.stream(minutes)
                .map(count -> (count - mean) * (count - mean))
                .average()
                .orElse(0);
        double relative = Math.max(LEAST_SPREAD * LEAST_SPREAD, (variance - mean) / (mean * mean));
        return 1 + relative * rate;
    }

    private static double requests(List<Slot> slots) {
        return slots.stream().mapToDouble(Slot::requests).sum();
    }

    private static double expected(List<Slot> slots, Usual usual) {
        return slots.stream()
                .mapToDouble(slot -> usual.perSecond * slot.seconds())
                .sum();
    }
}
