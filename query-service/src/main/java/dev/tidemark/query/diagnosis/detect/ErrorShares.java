package dev.tidemark.query.diagnosis.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How many requests usually fail.
 *
 * @param requests the requests that are known; few if nothing is usual yet
 * @param clientErrors those answered 4xx
 * @param serverErrors those answered 5xx
 */
record ErrorShares(double requests, double clientErrors, double serverErrors) {
    private static final int CHUNKS = 8;
    /** Of fewer requests in a chunk, shares are noise. */
    private static final long LEAST = 100;
    /** An outage of less than a quarter of the history is not usual. */
    private static final double QUARTILE = 0.75;
    /** If none of n requests failed, at most 3 of n fail, with a probability of 95 %. */
    private static final double RULE_OF_THREE = 3;

    static ErrorShares of(List<Window> windows) {
        ErrorShares all = sum(windows);
        if (all.requests < CHUNKS * LEAST) {
            return all;
        }
        List<ErrorShares> chunks = new ArrayList<>();
        List<Window> open = new ArrayList<>();
        double requests = 0;
        for (Window window : windows) {
            open.add(window);
            requests += window.requests();
            if (requests >= all.requests / CHUNKS) {
                chunks.add(sum(open));
                open.clear();
                requests = 0;
            }
        }
        return new ErrorShares(
                all.requests,
                all.requests * quartile(chunks, ErrorShares::clientErrors),
                all.requests * quartile(chunks, ErrorShares::serverErrors));
    }

    private static ErrorShares sum(List<Window> windows) {
        return new ErrorShares(
                windows.stream().mapToLong(Window::requests).sum(),
                windows.stream().mapToLong(Window::clientErrors).sum(),
                windows.stream().mapToLong(Window::serverErrors).sum());
    }

    private static double quartile(List<ErrorShares> chunks, ToDoubleFunction<ErrorShares> errors) {
        return Robust.quantile(
                chunks.stream()
                        .mapToDouble(chunk -> errors.applyAsDouble(chunk) / chunk.requests)
                        .toArray(),
                QUARTILE);
    }

    /** The least share that so many requests can tell. */
    double leastKnown() {
        return requests == 0 ? 1 : RULE_OF_THREE / requests;
    }

    /** The share of so many errors, at least {@code least}. */
    double share(double errors, double least) {
        return requests == 0 ? least : Math.max(least, errors / requests);
    }
}
