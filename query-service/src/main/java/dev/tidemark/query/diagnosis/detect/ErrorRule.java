package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.query.diagnosis.detect.ChangeSum.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Finds the times in which more requests fail than usual. The cumulative sum is that of the logarithms of the likelihood ratio of two
 * shares, the usual one and the least that matters, so that nine failures of nine are found as well as 2 % of 10,000.
 */
enum ErrorRule {
    /**
     * 5xx. It matters if 1 % of the requests fail, at least 5 of them, and thrice as many as usual; five in a row raise the alarm. What is
     * usual is taken to be at least 0.1 %, also without a history: such errors are wrong anywhere.
     */
    SERVER(Window::serverErrors, ErrorShares::serverErrors, 0, 0.001, 0.02, 5, 0.01),
    /**
     * The same of an endpoint that another one calls: three errors matter, and after more than 3,000 requests without errors less than 0.1 % is
     * usual.
     */
    CALLED(Window::serverErrors, ErrorShares::serverErrors, 0, 0.001, 0.02, 3, 0.01),
    /**
     * 4xx, which clients cause: it matters if half of the requests fail, at least 9 of them, and thrice as many as usual. What is usual is
     * taken to be at least 2 %; without a history of 20 requests, nothing is known of an endpoint that only scanners may call.
     */
    CLIENT(Window::clientErrors, ErrorShares::clientErrors, 20, 0.02, 0.3, 9, 0.5);

    private static final double ALARM = 10;
    /** Rates of errors change more than chance explains. */
    private static final double TIMES = 3;

    private static final double MOST_SHARE = 0.99;

    private final ToLongFunction<Window> errors;
    private final ToDoubleFunction<ErrorShares> usual;
    private final long leastHistory;
    private final double leastUsual;
    private final double leastRaised;
    private final long leastErrors;
    private final double feltShare;

    ErrorRule(
            ToLongFunction<Window> errors,
            ToDoubleFunction<ErrorShares> usual,
            long leastHistory,
            double leastUsual,
            double leastRaised,
            long leastErrors,
            double feltShare) {
        this.errors = errors;
        this.usual = usual;
        this.leastHistory = leastHistory;
        this.leastUsual = leastUsual;
        this.leastRaised = leastRaised;
        this.leastErrors = leastErrors;
        this.feltShare = feltShare;
    }

    List<Run> runs(List<Window> windows, ErrorShares history) {
        if (history.requests() < leastHistory) {
            return List.of();
        }
        double least = this == CALLED ? Math.min(leastUsual, history.leastKnown()) : leastUsual;
        double usual = history.share(this.usual.applyAsDouble(history), least);
        double felt = Math.max(feltShare, TIMES * usual);
        // Where a third fails as usual, thrice as many cannot; but all can.
        double limit = felt > MOST_SHARE ? (1 + usual) / 2 : felt;
        double raised = Math.min(MOST_SHARE, Math.max(leastRaised, Math.min(limit, TIMES * usual)));
        if (raised <= usual) {
            return List.of();
        }
        double ofError = Math.log(raised / usual);
        double ofSuccess = Math.log((1 - raised) / (1 - usual));
        List<Step> steps = new ArrayList<>();
        for (Window window : windows) {
            if (window.requests() > 0) {
                long failed = errors.applyAsLong(window);
                double step = failed * ofError + (window.requests() - failed) * ofSuccess;
                steps.add(new Step(
                        window,
                        step,
                        step / window.requests(),
                        failed <= usual * window.requests() || failed * 2 < felt(window, limit)));
            }
        }
        return new ChangeSum(ALARM).runs(steps, changed -> isFelt(changed, limit));
    }

    private static double felt(Window window, double limit) {
        return limit * window.requests();
    }

    private boolean isFelt(List<Step> changed, double limit) {
        long failed = 0;
        long requests = 0;
        for (Step step : changed) {
            failed += errors.applyAsLong(step.unit());
            requests += step.unit().requests();
        }
        return failed >= leastErrors && failed >= limit * requests;
    }
}
