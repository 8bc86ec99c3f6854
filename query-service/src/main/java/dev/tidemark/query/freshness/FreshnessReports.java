package dev.tidemark.query.freshness;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.range.StoredRequests;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.metric.FilterMetrics;
import dev.tidemark.wire.topic.Topics;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports the age of the stored data. */
@Singleton
public final class FreshnessReports implements StoredRequests {
    /** A process that has not reported for this long has ended. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private static final String KEY = "stored";
    private static final Set<String> OF_REQUESTS = Set.of(Topics.REQUESTS.name(), Topics.ROLLUPS.name());

    private final Database store;
    private final SinkOffsetQueries queries;
    private final Clock clock;
    private final AnswerCache<String, Stored> cache;

    private record Stored(List<SinkOffsetQueries.SinkOffset> offsets, long dropped) {}

    FreshnessReports(
            @Named(Databases.STORE) Database store, SinkOffsetQueries queries, Clock clock, AnswerCaches caches) {
        this.store = store;
        this.queries = queries;
        this.clock = clock;
        this.cache = caches.create("freshness", Duration.ofSeconds(1));
    }

    /**
     * Returns the current age of the stored data.
     *
     * @throws dev.tidemark.query.store.DatabaseException if it cannot be read
     */
    public Freshness now() {
        Stored stored = cache.get(KEY, () -> store.read(this::read));
        return Freshness.of(stored.offsets(), stored.dropped(), clock.instant());
    }

    @Override
    public @Nullable Instant until() {
        Stored stored = cache.get(KEY, () -> store.read(this::read));
        Instant now = clock.instant();
        Long age = Freshness.of(
                        stored.offsets().stream()
                                .filter(offset -> OF_REQUESTS.contains(offset.topic()))
                                .toList(),
                        0,
                        now)
                .ageMs();
        return age == null ? null : now.minusMillis(age);
    }

    private Stored read() {
        return new Stored(
                queries.offsets(),
                queries.sumOfNewest(
                        FilterMetrics.EVENTS_DROPPED, clock.instant().minus(MEMORY)));
    }
}
