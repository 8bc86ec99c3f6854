package dev.tidemark.query.diagnosis.detect;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether requests are missing. They are if none came for 45 s, although nine of ten minutes of the last hour, and half of the
 * last ten minutes, had so many that chance does not explain it (a Poisson probability below 1 in 10,000). A night that comes slowly,
 * a client that calls now and then, and a service that was silent at this time of yesterday are no reason.
 */
final class SilenceRule {
    static final Duration LEAST = Duration.ofSeconds(45);
    private static final double PROBABILITY = 1e-4;
    private static final int HOUR = 60;
    private static final int MINUTES = 10;
    private static final int LEAST_MINUTES = 5;

    private SilenceRule() {}

    /**
     * Returns the time since which there are no requests; null if there are, or if that is not unusual.
     *
     * @param complete the time up to which all requests would be stored
     */
    static @Nullable Instant since(History history, List<Window> windows, Instant complete) {
        List<Window> minutes = history.recent();
        Instant last = lastRequest(windows);
        if (last == null) {
            last = lastRequest(minutes);
            last = last == null ? null : history.onsetOfSilence(last);
        }
        if (last == null || Duration.between(last, complete).compareTo(LEAST) < 0) {
            return null;
        }
        double[] rates = rates(minutes, windows, last);
        if (rates.length < LEAST_MINUTES) {
            return null;
        }
        double usual = Math.min(
                Robust.quantile(rates, 0.1), Robust.median(Arrays.copyOf(rates, Math.min(MINUTES, rates.length))));
        double expected = usual * Duration.between(last, complete).toMillis() / 60_000;
        if (Math.exp(-expected) >= PROBABILITY || wasSilent(history.yesterdayOfSilence(), last, complete)) {
            return null;
        }
        return last;
    }

    private static @Nullable Instant lastRequest(List<Window> windows) {
        for (Window window : windows.reversed()) {
            if (window.requests() > 0) {
                return window.end();
            }
        }
        return null;
    }

    /** The requests of each of the last 60 whole minutes before {@code last}, the newest first; as far back as there were any. */
    private static double[] rates(List<Window> minutes, List<Window> windows, Instant last) {
        long end = last.getEpochSecond();
        Map<Long, Double> counts = new HashMap<>();
        long oldest = -1;
        for (List<Window> part : List.of(minutes, windows)) {
            for (Window window : part) {
                long ago = Math.floorDiv(end - window.end().getEpochSecond(), 60);
                if (ago >= 0 && ago < HOUR) {
                    counts.merge(ago, (double) window.requests(), Double::sum);
                    oldest = Math.max(oldest, ago);
                }
            }
        }
        // The oldest minute may have begun before the first request that is stored.
        double[] rates = new double[(int) Math.max(0, oldest)];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = counts.getOrDefault((long) i, 0.0);
        }
        return rates;
    }

    private static boolean wasSilent(List<Window> yesterday, Instant from, Instant to) {
        if (yesterday.stream().noneMatch(window -> window.requests() > 0)) {
            return false;
        }
        Instant begin = from.minus(Duration.ofDays(1));
        Instant end = to.minus(Duration.ofDays(1)).plus(Duration.ofMinutes(1));
        return yesterday.stream()
                .noneMatch(window -> window.requests() > 0
                        && window.end().isAfter(begin)
                        && window.start().isBefore(end));
    }
}
