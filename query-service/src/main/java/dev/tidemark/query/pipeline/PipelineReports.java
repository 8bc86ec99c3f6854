package dev.tidemark.query.pipeline;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Reports the offsets, lag and losses of the pipeline. */
@Singleton
final class PipelineReports {
    /** Losses found within this time are recent. */
    static final Duration RECENT = Duration.ofHours(24);

    private static final int MOST_LOSSES = 100;
    private static final String KEY = "status";

    private final Database store;
    private final PipelineQueries queries;
    private final Clock clock;
    private final AnswerCache<String, PipelineStatus> cache;

    PipelineReports(@Named(Databases.STORE) Database store, PipelineQueries queries, Clock clock, AnswerCaches caches) {
        this.store = store;
        this.queries = queries;
        this.clock = clock;
        this.cache = caches.create("pipeline", Duration.ofSeconds(1));
    }

    /**
     * Returns the status, at most 1 s old.
     *
     * @throws dev.tidemark.query.store.DatabaseException if it cannot be read
     */
    PipelineStatus status() {
        return cache.get(KEY, () -> store.read(this::read));
    }

    private PipelineStatus read() {
        return PipelineStatus.of(
                queries.partitions(), queries.totals(clock.instant().minus(RECENT)), queries.newestLosses(MOST_LOSSES));
    }
}
