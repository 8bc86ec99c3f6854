package dev.tidemark.query.diagnosis.detect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Page's cumulative sum: steps are added up, and the sum never falls below 0. It is where the last change began when it left 0, and an
 * alarm when it exceeds a limit. So a large change needs few steps, a small one more, and single steps none. After an alarm, the
 * run goes on until all steps of 30 s were good. Nothing is remembered between questions: the same windows give the same answer.
 */
final class ChangeSum {
    private static final Duration GOOD = Duration.ofSeconds(30);

    /** A step of this part of the largest is one of the change. */
    private static final double LARGE = 0.4;

    private final double alarm;
    private final boolean forgets;

    ChangeSum(double alarm) {
        this(alarm, false);
    }

    /** @param forgets whether what was before 30 s of good steps is another change, which did not last */
    ChangeSum(double alarm, boolean forgets) {
        this.alarm = alarm;
        this.forgets = forgets;
    }

    /**
     * What one unit adds.
     *
     * @param step its score; negative for a usual unit
     * @param size how large the change is in it, whatever the number of its requests
     * @param good whether nobody would complain about it
     */
    record Step(Window unit, double step, double size, boolean good) {}

    /** Whether the windows of a change are bad enough to speak of. */
    interface Felt {
        /** Judges the steps from {@code first} to {@code last}. */
        boolean isFelt(List<Step> steps);
    }

    /** The runs, oldest first. */
    List<Run> runs(List<Step> steps, Felt felt) {
        List<Run> runs = new ArrayList<>();
        double sum = 0;
        int first = 0;
        Instant onset = null;
        Instant good = null;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (onset == null) {
                if (sum == 0) {
                    first = i;
                }
                sum = Math.clamp(sum + step.step, 0, 3 * alarm);
                List<Step> changed = steps.subList(first, i + 1);
                good = !step.good ? null : good == null ? step.unit.start() : good;
                if (sum >= alarm && felt.isFelt(changed)) {
                    onset = begin(changed);
                    good = null;
                } else if (forgets && good != null && isLong(good, step)) {
                    sum = 0;
                }
            } else if (!step.good) {
                good = null;
            } else {
                good = good == null ? step.unit.start() : good;
                if (isLong(good, step)) {
                    runs.add(new Run(onset, good));
                    onset = null;
                    good = null;
                    sum = 0;
                }
            }
        }
        addOpen(runs, onset);
        return runs;
    }

    private static boolean isLong(Instant good, Step step) {
        return Duration.between(good, step.unit.end()).compareTo(GOOD) >= 0;
    }

    private static void addOpen(List<Run> runs, @Nullable Instant onset) {
        if (onset != null) {
            runs.add(new Run(onset, null));
        }
    }

    /** The first step that is as bad as the others: noise may have lifted the sum a little before. */
    private static Instant begin(List<Step> changed) {
        double least = LARGE * changed.stream().mapToDouble(Step::size).max().orElse(0);
        for (Step step : changed) {
            if (step.size >= least) {
                return step.unit.start();
            }
        }
        return changed.getFirst().unit.start();
    }
}
