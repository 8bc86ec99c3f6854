package dev.tidemark.query.requests;

import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.requests.FirstWindowQueries.Service;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out since when each service was observed in a span: what a rate is divided by. A service that had no request in the
 * hour before the span, and none at its beginning, is observed since its first request.
 */
@Singleton
final class ObservedSpans {
    private static final Duration LOOK_BACK = Duration.ofHours(1);
    /** Of the services that began within the span, so many have their first window read in the finest tier. */
    private static final int MOST_REFINED = 20;

    private final FirstWindowQueries queries;

    ObservedSpans(FirstWindowQueries queries) {
        this.queries = queries;
    }

    /**
     * Since when each service was observed.
     *
     * @param firstWindows the start of the first window of each service within the span, in whatever tier it was read
     */
    Map<String, Instant> of(TimeRange range, Map<String, Instant> firstWindows) {
        Map<String, Instant> begins = new HashMap<>(firstWindows);
        List<String> late = late(range, begins);
        if (late.isEmpty()) {
            begins.replaceAll((service, first) -> range.from());
            return begins;
        }
        Instant settled = TierSegments.floor(TierSegments.settled(range.from(), range.now()), Tier.ONE_MINUTE);
        Set<String> earlier = queries.services(range.from().minus(LOOK_BACK), settled, range.from()).stream()
                .map(Service::name)
                .collect(Collectors.toUnmodifiableSet());
        int refined = 0;
        for (Map.Entry<String, Instant> entry : begins.entrySet()) {
            if (!late.contains(entry.getKey()) || earlier.contains(entry.getKey())) {
                entry.setValue(range.from());
            } else if (refined++ < MOST_REFINED) {
                entry.setValue(refined(entry.getKey(), entry.getValue()));
            }
        }
        return begins;
    }

    private static List<String> late(TimeRange range, Map<String, Instant> firstWindows) {
        return firstWindows.entrySet().stream()
                .filter(entry -> entry.getValue().isAfter(range.from()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A window of an hour that begins at 9:00 may hold nothing but the requests of its last minute. */
    private Instant refined(String service, Instant first) {
        return queries.starts(service, first, first.plus(Tier.ONE_HOUR.size())).stream()
                .findFirst()
                .map(start -> Instant.ofEpochSecond(start.seconds()))
                .orElse(first);
    }
}
