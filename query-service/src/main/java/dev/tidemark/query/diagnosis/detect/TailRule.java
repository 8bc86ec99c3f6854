package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.query.diagnosis.detect.ChangeSum.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the times in which the slowest twentieth of the requests is slower than usual, although the mean hardly moves: the few requests
 * that meet a lock, for instance. It has to take thrice as long and 100 ms more, and longer than the endpoint is used to from restless
 * minutes. Only for endpoints with 40 requests in a minute.
 */
final class TailRule {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** Of one request in twenty, less is not felt. */
    private static final double FELT_MILLIS = 100;
    /** The time lost by the slowest twentieth since the onset, in seconds. */
    private static final double LEAST_LOST = 1;

    private TailRule() {}

    static List<Run> runs(List<Window> windows, Baseline baseline) {
        Double known = baseline.p95Millis();
        if (known == null) {
            return List.of();
        }
        double usual = known;
        Double high = baseline.highP95Millis();
        double felt = Math.max(
                Math.max(Loss.FACTOR * usual, usual + FELT_MILLIS),
                Math.min(1.2 * (high == null ? 0 : high), 5 * usual));
        // Most endpoints have no slow request at all, so that no sketch needs to be read.
        if (windows.stream().noneMatch(window -> window.maxMicros() / 1000 >= felt)) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (Window unit : Units.of(windows, Baseline.MIN_OF_P95, Baseline.MIN_OF_P95, LONGEST)) {
            Double p95 = unit.quantileMillis(0.95);
            if (p95 != null) {
                double score = baseline.p95Score(p95, usual, unit.latencies());
                double step = Math.min(score, LatencyRule.MOST) - LatencyRule.SLACK;
                steps.add(new Step(unit, step, step, score < LatencyRule.SLACK || Loss.isOver(usual, p95)));
            }
        }
        return new ChangeSum(LatencyRule.alarm(baseline), true)
                .runs(steps, changed -> isFelt(changed, usual, felt, baseline));
    }

    private static boolean isFelt(List<Step> changed, double usual, double least, Baseline baseline) {
        double lost = 0;
        double sum = 0;
        int felt = 0;
        for (Step step : changed) {
            Double p95 = step.unit().quantileMillis(0.95);
            if (p95 != null) {
                sum += p95;
                lost += Math.max(0, p95 - usual) / 1000 * step.unit().latencies() / 20;
                felt += p95 >= least ? 1 : 0;
            }
        }
        Duration lasting = Duration.between(
                changed.getFirst().unit().start(), changed.getLast().unit().end());
        return baseline.bursts().isExceeded(sum / changed.size() / Math.max(0.001, usual), lasting)
                && lost >= LEAST_LOST
                && 2 * felt >= changed.size();
    }
}
