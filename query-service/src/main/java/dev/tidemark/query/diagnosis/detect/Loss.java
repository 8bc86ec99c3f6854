package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.query.diagnosis.detect.ChangeSum.Step;
import java.time.Duration;
import java.util.List;

/**
 * When people feel that requests take longer. Nobody feels less than 50 ms, but what takes ten times as long has changed; a heavy report
 * that takes half as long again is felt if it is used; and of a route with many requests, short losses add up.
 */
final class Loss {
    /** A factor that is felt from {@link #FELT_MILLIS} on. */
    static final double FACTOR = 3;

    static final double FELT_MILLIS = 50;
    /** A factor that matters from {@link #CHANGED_MILLIS} on: the endpoint does something else than before. */
    private static final double CHANGED_FACTOR = 10;

    private static final double CHANGED_MILLIS = 20;
    /** A factor that is felt from {@link #HEAVY_MILLIS} on. */
    private static final double HEAVY_FACTOR = 1.5;

    private static final double HEAVY_MILLIS = 200;
    /** At least one user in five waits for nothing else. */
    private static final double HEAVY_LOST_PER_SECOND = 0.2;
    /** From this loss on, {@link #FACTOR} is felt if a second is lost each second. */
    private static final double SHORT_MILLIS = 10;

    private static final double SHORT_LOST_PER_SECOND = 1;
    /** What has been lost altogether since the onset, in seconds. */
    private static final double LEAST_LOST = 2;
    /** The part of a caller's usual latency that a call adds. */
    private static final double CALLER_SHARE = 0.05;

    private Loss() {}

    /** Whether the loss of all these steps is felt, and is more than the endpoint is used to from restless minutes. */
    static boolean isFelt(List<Step> steps, Baseline baseline) {
        double usual = baseline.meanMillis();
        double requests =
                steps.stream().mapToDouble(step -> step.unit().latencies()).sum();
        double millis = millis(steps);
        double lost = (millis - usual) / 1000 * requests;
        double seconds = Math.max(
                1,
                Duration.between(
                                        steps.getFirst().unit().start(),
                                        steps.getLast().unit().end())
                                .toMillis()
                        / 1000.0);
        return baseline.bursts().isExceeded(millis / Math.max(0.001, usual), lasting(steps, (usual + millis) / 2))
                && lost >= LEAST_LOST
                && millis >= baseline.restlessMillis()
                && isFelt(usual, millis, lost / seconds);
    }

    /** For how long requests took {@code millis}, without the time between two bursts. */
    private static Duration lasting(List<Step> steps, double millis) {
        return steps.stream()
                .map(Step::unit)
                .filter(unit -> unit.typicalMillis() >= millis)
                .map(Window::width)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Whether a request of {@code caller} takes a twentieth longer because of these steps, which are not usual. */
    static boolean isFeltBy(Caller caller, List<Step> steps, Baseline baseline) {
        double millis = millis(steps);
        return millis >= baseline.restlessMillis()
                && caller.calls() * (millis - baseline.meanMillis()) >= CALLER_SHARE * caller.meanMillis();
    }

    private static double millis(List<Step> steps) {
        double requests = 0;
        double millis = 0;
        for (Step step : steps) {
            requests += step.unit().latencies();
            millis += step.unit().typicalMillis() * step.unit().latencies();
        }
        return millis / Math.max(1, requests);
    }

    /**
     * Whether a loss is felt.
     *
     * @param lostPerSecond the time lost of all requests of a second, in seconds
     */
    static boolean isFelt(double usual, double millis, double lostPerSecond) {
        double loss = millis - usual;
        double factor = millis / Math.max(0.001, usual);
        return factor >= FACTOR && loss >= FELT_MILLIS
                || factor >= CHANGED_FACTOR && loss >= CHANGED_MILLIS
                || factor >= FACTOR && loss >= SHORT_MILLIS && lostPerSecond >= SHORT_LOST_PER_SECOND
                || factor >= HEAVY_FACTOR && loss >= HEAVY_MILLIS && lostPerSecond >= HEAVY_LOST_PER_SECOND;
    }

    /** Whether so little is left of a loss that it is over: half of the factors and losses above. */
    static boolean isOver(double usual, double millis) {
        double loss = millis - usual;
        double factor = millis / Math.max(0.001, usual);
        return (factor < 1 + (FACTOR - 1) / 2 || loss < SHORT_MILLIS / 2)
                && (factor < 1 + (HEAVY_FACTOR - 1) / 2 || loss < HEAVY_MILLIS / 2);
    }
}
