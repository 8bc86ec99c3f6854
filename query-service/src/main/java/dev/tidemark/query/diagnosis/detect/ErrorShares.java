package dev.tidemark.query.diagnosis.detect;

import java.util.List;

/**
 * How many requests usually fail.
 *
 * @param requests the requests that are known; few if nothing is usual yet
 * @param clientErrors those answered 4xx
 * @param serverErrors those answered 5xx
 */
record ErrorShares(long requests, long clientErrors, long serverErrors) {
    static ErrorShares of(List<Window> windows) {
        return new ErrorShares(
                windows.stream().mapToLong(Window::requests).sum(),
                windows.stream().mapToLong(Window::clientErrors).sum(),
                windows.stream().mapToLong(Window::serverErrors).sum());
    }

    /** The share of so many errors, at least {@code least}. */
    double share(long errors, double least) {
        return requests == 0 ? least : Math.max(least, (double) errors / requests);
    }
}
