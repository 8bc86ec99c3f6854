package dev.tidemark.query.postgres;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports what the whole server does and did: checkpoints, I/O, transactions, replication, wraparound. */
@Singleton
final class ServerReports {
    private static final String KEY = "server";
    private static final List<String> REPLICAS = List.of("replicas");
    private static final List<String> FIGURES =
            List.of("uptime_seconds", "replicas", "slots", "standby", "standby_delay_seconds", "wraparound");

    private static final List<String> HISTORY = List.of(
            "connected",
            "connections_total",
            "connections_active",
            "connections_idle",
            "connections_max",
            "lock_waits_count",
            "cache_hit_ratio",
            "blocks_read_per_second",
            "temp_files_mb_per_second",
            "wal_mb_per_second",
            "replication_lag_mb",
            "replication_lag_seconds",
            "slot_retained_wal_mb",
            "standby_delay_seconds",
            "wraparound_percent",
            "db_size_mb",
            "statements_per_second",
            "query_duration_ms",
            "statement_kind_calls_per_second",
            "statement_kind_mean_ms",
            "statement_kind_time_percent");

    /** What is added up. */
    private static final List<String> SUMS = List.of(
            "commits_per_second",
            "rollbacks_per_second",
            "deadlocks_per_second",
            "checkpoints_timed_per_second",
            "checkpoints_requested_per_second",
            "checkpoint_buffers_per_second",
            "checkpoint_ms_per_second",
            "io_read_mb_per_second",
            "io_write_mb_per_second",
            "io_read_ms_per_second",
            "io_write_ms_per_second");

    private final PostgresReports reports;
    private final PresentReader present;
    private final ServerQueries queries;
    private final PostgresHistories histories;
    private final TimeRanges ranges;
    private final AnswerCache<String, Present<Read>> cache;

    /** What was read of the server. */
    record Read(ServerQueries.Server server, List<ServerQueries.Replica> replicas, List<ServerQueries.Slot> slots) {
        /** Null if this role may not see how far they are. */
        @Nullable List<ServerQueries.Replica> seenReplicas() {
            return server.seesAll() || replicas.isEmpty() ? replicas : null;
        }
    }

    ServerReports(
            PostgresReports reports,
            PresentReader present,
            ServerQueries queries,
            PostgresHistories histories,
            TimeRanges ranges,
            AnswerCaches caches) {
        this.reports = reports;
        this.present = present;
        this.queries = queries;
        this.histories = histories;
        this.ranges = ranges;
        this.cache = caches.create("postgres_server", Present::life, now -> 0);
    }

    ServerStatus of(RangeQuery query, @Nullable Comparison comparison) {
        TimeRange range = ranges.of(query);
        ServerStatus earlier = comparison == null ? null : earlier(ranges.of(ranges.earlier(query, comparison)));
        Present<Read> now = present();
        List<Unknown> unknown = new ArrayList<>(now.unknown());
        Read read = now.figures();
        if (read != null) {
            unknown.addAll(unknown(read));
        }
        return ServerStatus.of(reports.status(range), read, history(range), unknown, earlier);
    }

    /** The server now, without its history. */
    Present<Read> present() {
        return cache.get(
                KEY,
                () -> present.read(
                        FIGURES,
                        () -> new Read(
                                queries.server(),
                                queries.replicas(ServerQueries.MOST),
                                queries.slots(ServerQueries.MOST))));
    }

    private static List<Unknown> unknown(Read read) {
        List<Unknown> unknown = new ArrayList<>();
        if (read.seenReplicas() == null) {
            unknown.add(hiddenReplicas(read));
        }
        if (read.server().majorVersion() < 16) {
            unknown.add(since(16, "io", "what its processes read and write", read));
        }
        if (read.server().majorVersion() < 17 && !read.slots().isEmpty()) {
            unknown.add(since(17, "inactive_seconds", "since when a slot is inactive", read));
        }
        return unknown;
    }

    private static Unknown since(int version, String field, String what, Read read) {
        return new Unknown(
                List.of(field),
                "PostgreSQL tells " + what + " from version " + version + " on; this is "
                        + read.server().majorVersion(),
                null);
    }

    /** Why replicas cannot be read if {@link Read#seenReplicas()} is null. */
    static Unknown hiddenReplicas(Read read) {
        return new Unknown(
                REPLICAS,
                "the replication of other roles is hidden from " + read.server().role(),
                "run GRANT pg_monitor TO " + read.server().role());
    }

    /** What is added up over a span, with its history. */
    PostgresHistory history(TimeRange range) {
        return histories.of(HISTORY, range).and(histories.whole(SUMS, range));
    }

    private ServerStatus earlier(TimeRange range) {
        PostgresHistory history = history(range);
        return ServerStatus.of(PostgresStatus.of(history), null, history, List.of(), null);
    }
}
