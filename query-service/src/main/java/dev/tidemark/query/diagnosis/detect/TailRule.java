package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.query.diagnosis.detect.ChangeSum.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the times in which the slowest twentieth of the requests is slower than usual, although the mean hardly moves: the few requests
 * that meet a lock, for instance. Only for endpoints with 40 requests in a minute.
 */
final class TailRule {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** The time lost by the slowest twentieth since the onset, in seconds. */
    private static final double LEAST_LOST = 1;

    private TailRule() {}

    static List<Run> runs(List<Window> windows, Baseline baseline) {
        Double known = baseline.p95Millis();
        if (known == null) {
            return List.of();
        }
        double usual = known;
        // Most endpoints have no slow request at all, so that no sketch needs to be read.
        if (windows.stream().noneMatch(window -> isFelt(usual, window.maxMicros() / 1000))) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (Window unit : Units.of(windows, Baseline.MIN_OF_P95, Baseline.MIN_OF_P95, LONGEST)) {
            Double p95 = unit.quantileMillis(0.95);
            if (p95 != null) {
                double score = baseline.p95Score(p95, usual, unit.latencies());
                steps.add(new Step(
                        unit,
                        Math.min(score, LatencyRule.MOST) - LatencyRule.SLACK,
                        score < LatencyRule.SLACK || Loss.isOver(usual, p95)));
            }
        }
        return new ChangeSum(LatencyRule.ALARM).runs(steps, changed -> isFelt(changed, usual));
    }

    private static boolean isFelt(List<Step> changed, double usual) {
        double lost = 0;
        int felt = 0;
        for (Step step : changed) {
            Double p95 = step.unit().quantileMillis(0.95);
            if (p95 != null) {
                lost += Math.max(0, p95 - usual) / 1000 * step.unit().latencies() / 20;
                felt += isFelt(usual, p95) ? 1 : 0;
            }
        }
        return lost >= LEAST_LOST && 2 * felt >= changed.size();
    }

    private static boolean isFelt(double usual, double millis) {
        return millis >= Loss.FACTOR * usual && millis - usual >= Loss.FELT_MILLIS;
    }
}
