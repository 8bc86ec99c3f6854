package dev.tidemark.query.requests;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.requests.RollupQueries.Window;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The usual latency of each endpoint: the median of the 95th percentiles of the minutes of the last hour. A fault that lasts
 * less than half of the hour does not move it, unlike the percentile of the hour, which three minutes are enough to move.
 */
@Singleton
final class UsualLatencies {
    private static final Duration HOUR = Duration.ofHours(1);
    /** A minute with fewer requests has no meaningful percentile. */
    private static final int MIN_REQUESTS = 5;

    private static final int MIN_MINUTES = 2;
    private static final String KEY = "usual";

    private final Database store;
    private final Clock clock;
    private final EndpointQueries endpoints;
    private final RollupQueries rollups;
    private final AnswerCache<String, Map<Series, Double>> cache;

    UsualLatencies(
            @Named(Databases.STORE) Database store,
            Clock clock,
            EndpointQueries endpoints,
            RollupQueries rollups,
            AnswerCaches caches) {
        this.store = store;
        this.clock = clock;
        this.endpoints = endpoints;
        this.rollups = rollups;
        this.cache = caches.create("usual_latencies", Duration.ofSeconds(20));
    }

    /** The usual 95th percentile in milliseconds, of the endpoints that have one. */
    Map<Series, Double> p95() {
        return cache.get(KEY, () -> store.read(this::read));
    }

    private Map<Series, Double> read() {
        Instant now = clock.instant();
        Instant minute = TierSegments.floor(TierSegments.settled(now, now), Tier.ONE_MINUTE);
        Map<Integer, List<Double>> minutes = new HashMap<>();
        Segment hour = new Segment(Tier.ONE_MINUTE, minute.minus(HOUR), minute);
        try (Stream<Window> windows = store.bounded(rollups.windows(hour, EndpointChoice.ALL))) {
            windows.filter(window -> window.latencies() >= MIN_REQUESTS).forEach(window -> {
                double micros =
                        LatencySketch.fromBytes(window.sketch()).quantile(0.95, window.minMicros(), window.maxMicros());
                minutes.computeIfAbsent(window.endpointId(), id -> new ArrayList<>())
                        .add(micros / 1000);
            });
        }
        Map<Integer, Series> names = endpoints.byId(minutes.keySet());
        Map<Series, Double> usual = new HashMap<>();
        minutes.forEach((id, values) -> {
            Series series = names.get(id);
            if (series != null && values.size() >= MIN_MINUTES) {
                usual.put(series, median(values));
            }
        });
        return usual;
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get((values.size() - 1) / 2);
    }
}
