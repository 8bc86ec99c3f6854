package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.query.diagnosis.detect.ChangeSum.Felt;
import dev.tidemark.query.diagnosis.detect.ChangeSum.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds the times in which the mean latency, without the slowest request of a window, is above the usual one. */
final class LatencyRule {
    /** Deviations of fewer spreads add nothing. */
    static final double SLACK = 1.5;
    /** One unit alone does not add more. */
    static final double MOST = 6;
    /** Two steps of {@link #MOST} exceed it, four of 3.3 spreads, or a single strong one. */
    private static final double ALARM = 7;
    /** Where bursts of 20 s are usual, four steps. */
    private static final double ALARM_OF_RESTLESS = 14;
    /** Three steps of such a factor are enough there, or of one that is far beyond the bursts. */
    private static final double LARGE_FACTOR = 10;

    private static final double LARGE = 6.3;
    /** Two of such a factor, however restless the endpoint is. */
    private static final double HUGE_FACTOR = 15;

    private static final double HUGE = ALARM_OF_RESTLESS / 2 + SLACK;

    private static final double STRONG = ALARM_OF_RESTLESS + SLACK;
    /** Two fifths of the requests of a strong unit take this many times the usual mean. */
    private static final double STRONG_FACTOR = 5;
    /** An endpoint with as many requests in a minute does not need strong units: the next window is at hand. */
    private static final double BUSY = 60;

    private static final int LEAST = 5;
    /** The requests of a rare endpoint are joined over this time. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private LatencyRule() {}

    static List<Run> runs(List<Window> windows, Baseline baseline) {
        return runs(
                windows,
                baseline,
                changed -> Loss.isFelt(changed, baseline),
                unit -> Loss.isOver(baseline.meanMillis(), unit.typicalMillis()));
    }

    /** The times in which {@code caller} waits longer for it. */
    static List<Run> runsOf(Caller caller, List<Window> windows, Baseline baseline) {
        return runs(windows, baseline, changed -> Loss.isFeltBy(caller, changed, baseline), unit -> false);
    }

    private static List<Run> runs(List<Window> windows, Baseline baseline, Felt felt, Predicate<Window> over) {
        List<Step> steps = new ArrayList<>();
        for (Window unit : Units.of(windows, Baseline.MIN_LATENCIES, LEAST, LONGEST)) {
            double score = score(unit, baseline);
            boolean good = score < SLACK || over.test(unit);
            double step = score - SLACK;
            steps.add(new Step(unit, step, step, good));
        }
        return new ChangeSum(alarm(baseline), true).runs(steps, felt);
    }

    /** By how many spreads it is slower, at most as many as one unit may add. */
    private static double score(Window unit, Baseline baseline) {
        if (isStrong(unit, baseline)) {
            return Math.min(baseline.meanScore(unit), STRONG);
        }
        double factor = unit.typicalMillis() / baseline.meanMillis();
        if (factor >= HUGE_FACTOR) {
            return HUGE;
        }
        boolean isLarge = factor >= LARGE_FACTOR || baseline.bursts().isFarExceeded(factor);
        return Math.min(baseline.meanScore(unit), isLarge ? LARGE : MOST);
    }

    /** The sum that raises the alarm. */
    static double alarm(Baseline baseline) {
        return baseline.isRestless() ? ALARM_OF_RESTLESS : ALARM;
    }

    private static boolean isStrong(Window unit, Baseline baseline) {
        double limit = STRONG_FACTOR * baseline.meanMillis();
        if (baseline.blockLatencies() >= BUSY || unit.typicalMillis() < limit) {
            return false;
        }
        Double slow = unit.quantileMillis(0.6);
        return slow != null && slow >= limit;
    }
}
