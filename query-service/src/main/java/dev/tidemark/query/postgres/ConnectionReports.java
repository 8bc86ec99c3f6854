package dev.tidemark.query.postgres;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.SessionQueries.Group;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRanges;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports the connections: what they do now, and how many there were. */
@Singleton
final class ConnectionReports {
    /** The most sessions that are listed. */
    static final int MOST = 200;

    private static final String KEY = "connections";

    private static final List<String> FIGURES = List.of(
            "total",
            "max",
            "active",
            "idle",
            "idle_in_transaction",
            "longest_transaction_seconds",
            "by_state",
            "by_wait_event",
            "by_application",
            "sessions");

    private static final List<String> HIDDEN = List.of(
            "active",
            "idle",
            "idle_in_transaction",
            "longest_transaction_seconds",
            "by_state",
            "by_wait_event",
            "sessions");

    private static final List<String> HISTORY = List.of(
            "connections_total",
            "connections_active",
            "connections_idle",
            "connections_max",
            "longest_transaction_seconds",
            "lock_waits_count",
            "sessions_count");

    private final PresentReader present;
    private final ActivityQueries activity;
    private final SessionQueries sessions;
    private final PostgresHistories histories;
    private final TimeRanges ranges;
    private final AnswerCache<String, Present<Read>> cache;

    /** What was read of the sessions. */
    record Read(ActivityQueries.Clients clients, List<Group> groups, List<SessionQueries.Session> oldest) {}

    ConnectionReports(
            PresentReader present,
            ActivityQueries activity,
            SessionQueries sessions,
            PostgresHistories histories,
            TimeRanges ranges,
            AnswerCaches caches) {
        this.present = present;
        this.activity = activity;
        this.sessions = sessions;
        this.histories = histories;
        this.ranges = ranges;
        this.cache = caches.create("postgres_connections", Present::life, read -> MOST * Connections.BYTES_OF_SESSION);
    }

    Connections of(RangeQuery query, @Nullable Comparison comparison) {
        PostgresHistory history = histories.of(HISTORY, ranges.of(query));
        Connections earlier = comparison == null
                ? null
                : Connections.of(histories.of(HISTORY, ranges.of(ranges.earlier(query, comparison))));
        Present<Read> now = present();
        List<Unknown> unknown = new ArrayList<>(now.unknown());
        Read read = now.figures();
        if (read != null) {
            unknown.addAll(PostgresStatus.hidden(read.clients(), HIDDEN));
        }
        unknown.addAll(history.unknown());
        return Connections.of(now, history, unknown, earlier);
    }

    /** The sessions of now, without their history. */
    Present<Read> present() {
        return cache.get(
                KEY,
                () -> present.read(
                        FIGURES, () -> new Read(activity.clients(), sessions.groups(), sessions.oldest(MOST))));
    }
}
