package dev.tidemark.query.postgres;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.query.counters.CounterHistory.Rise;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.ActivityQueries.Clients;
import dev.tidemark.query.postgres.DatabaseQueries.Blocks;
import dev.tidemark.query.postgres.DatabaseQueries.Size;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The status of the monitored PostgreSQL. Unknown figures are null.
 *
 * @param connectionsActive clients that are running a statement, including the one that reads this status
 * @param connectionsIdle idle clients, including those idle in a transaction
 * @param connectionsTotal all clients; without {@code pg_monitor}, parallel workers are counted as well
 * @param connectionsMax the server's {@code max_connections}
 * @param cacheHitRatio percentage of the database's block reads from {@code counted_from} to {@code counted_to} that were served
 *     from shared buffers; null if there were no block reads
 * @param dbSizeMb size of the database in MiB
 * @param slowQueriesCount statements of the database whose mean execution time from {@code counted_from} to {@code counted_to}
 *     was above 100 ms
 * @param status {@code up}, {@code down} or {@code unknown} (not contacted; {@code unknown} gives the reason)
 * @param slowQueriesKnown whether {@code pg_stat_statements} can be read
 * @param lockWaits clients that are waiting for a lock
 * @param lockHolderPid the pid of the process that blocks the most other processes; null if none is waiting
 * @param longestTransactionSeconds age of the oldest open transaction of a client
 * @param countedFrom the time of the first of the two counter readings that are compared; later than the start of the requested
 *     span if this service or PostgreSQL started later, or if the statistics were reset; null until there are two readings
 * @param countedTo the time of the second counter reading
 * @param unknown the figures that cannot be read, with the reason and the remedy
 * @param detail the reason if PostgreSQL is down; otherwise null
 */
@Serdeable
public record PostgresStatus(
        @Nullable Long connectionsActive,
        @Nullable Long connectionsIdle,
        @Nullable Long connectionsTotal,
        @Nullable Long connectionsMax,
        @Nullable Double cacheHitRatio,
        @Nullable Double dbSizeMb,
        @Nullable Long slowQueriesCount,
        Status status,
        boolean slowQueriesKnown,
        @Nullable String database,
        @Nullable String version,
        @Nullable Long lockWaits,
        @Nullable Integer lockHolderPid,
        @Nullable Double longestTransactionSeconds,
        @Nullable Instant countedFrom,
        @Nullable Instant countedTo,
        List<Unknown> unknown,
        @Nullable String detail) {
    public PostgresStatus {
        unknown = List.copyOf(unknown);
    }

    private static final List<String> SESSIONS =
            List.of("connections_active", "connections_idle", "longest_transaction_seconds");

    private static final List<String> FIGURES = List.of(
            "connections_active",
            "connections_idle",
            "connections_total",
            "connections_max",
            "cache_hit_ratio",
            "db_size_mb",
            "slow_queries_count",
            "lock_waits",
            "longest_transaction_seconds");

    /** Whether PostgreSQL answered. */
    @Serdeable
    public enum Status {
        @JsonProperty("up")
        UP("up"),
        @JsonProperty("down")
        DOWN("down"),
        @JsonProperty("unknown")
        UNKNOWN("unknown");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** The name in the API. */
        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * Makes a status from {@code reading}.
     *
     * @param rise the increase of its counters over the requested span; null until there are two readings
     * @param slow the number of statements that were slow in that span; null if unknown
     */
    static PostgresStatus of(
            PostgresReading reading, Present<Size> present, @Nullable Rise<Blocks> rise, @Nullable Long slow) {
        Clients clients = reading.clients();
        Blocks blocks = reading.blocks();
        Size size = present.figures();
        boolean seen = clients.areSeen();
        return new PostgresStatus(
                seen ? clients.active() : null,
                seen ? clients.idle() : null,
                clients.total(),
                clients.max(),
                rise == null || !blocks.tracked()
                        ? null
                        : Rounding.share(rise.of(Blocks::blocksHit), rise.of(Blocks::all)),
                size == null ? null : Rounding.knownMegabytes(size.bytes()),
                slow,
                Status.UP,
                reading.statements().counters() != null,
                blocks.name(),
                blocks.version(),
                clients.lockWaits(),
                reading.lockHolder(),
                seen ? Rounding.two(clients.longestTransactionSeconds()) : null,
                rise == null ? null : rise.first().at(),
                rise == null ? null : rise.last().at(),
                unknown(reading, present),
                null);
    }

    private static List<Unknown> unknown(PostgresReading reading, Present<Size> present) {
        List<Unknown> unknown = new ArrayList<>();
        Clients clients = reading.clients();
        unknown.addAll(hidden(clients, SESSIONS));
        unknown.addAll(present.unknown());
        Size size = present.figures();
        if (size != null && size.bytes() == null) {
            unknown.add(new Unknown(
                    List.of("db_size_mb"),
                    clients.role() + " lacks the privilege to read the size of the database",
                    "run GRANT pg_monitor TO " + clients.role()));
        }
        if (!reading.blocks().tracked()) {
            unknown.add(new Unknown(
                    List.of("cache_hit_ratio"),
                    "track_counts is off",
                    "run ALTER SYSTEM SET track_counts = on; SELECT pg_reload_conf()"));
        }
        Unknown statements = reading.statements().unknown();
        if (statements != null) {
            unknown.add(statements);
        }
        return unknown;
    }

    /** Why {@code fields}, which tell of sessions, cannot be read; empty if they can. */
    static List<Unknown> hidden(Clients clients, List<String> fields) {
        if (clients.hidden() > 0) {
            return List.of(new Unknown(
                    fields,
                    "the sessions of other roles are hidden from " + clients.role(),
                    "run GRANT pg_monitor TO " + clients.role()));
        }
        if (clients.untracked() > 0) {
            return List.of(new Unknown(
                    fields,
                    "track_activities is off for " + sessions(clients.untracked()),
                    "run ALTER SYSTEM SET track_activities = on; SELECT pg_reload_conf()"));
        }
        return List.of();
    }

    private static String sessions(long count) {
        return count == 1 ? "1 session" : count + " sessions";
    }

    static PostgresStatus down(String detail) {
        return nothing(Status.DOWN, List.of(), detail);
    }

    /** It was not contacted. */
    static PostgresStatus notAsked(String reason, String remedy) {
        return nothing(Status.UNKNOWN, List.of(new Unknown(FIGURES, reason, remedy)), null);
    }

    private static PostgresStatus nothing(Status status, List<Unknown> unknown, @Nullable String detail) {
        return new PostgresStatus(
                null, null, null, null, null, null, null, status, false, null, null, null, null, null, null, null,
                unknown, detail);
    }

    /** The same with further figures that are unknown. */
    PostgresStatus with(List<Unknown> more) {
        return new PostgresStatus(
                connectionsActive,
                connectionsIdle,
                connectionsTotal,
                connectionsMax,
                cacheHitRatio,
                dbSizeMb,
                slowQueriesCount,
                status,
                slowQueriesKnown,
                database,
                version,
                lockWaits,
                lockHolderPid,
                longestTransactionSeconds,
                countedFrom,
                countedTo,
                Stream.concat(unknown.stream(), more.stream()).toList(),
                detail);
    }

    /** An earlier span, of which only samples tell; the status is unknown. */
    static PostgresStatus of(PostgresHistory history) {
        return new PostgresStatus(
                Tables.whole(history.mean("connections_active")),
                Tables.whole(history.mean("connections_idle")),
                Tables.whole(history.mean("connections_total")),
                Tables.whole(history.mean("connections_max")),
                history.mean("cache_hit_ratio"),
                history.mean("db_size_mb"),
                null,
                Status.UNKNOWN,
                false,
                null,
                null,
                Tables.whole(history.max("lock_waits_count")),
                null,
                null,
                history.from(),
                history.to(),
                List.of(),
                null);
    }

    boolean isUp() {
        return status == Status.UP;
    }

    /** Whether all figures that symptoms depend on are known. */
    boolean isJudged() {
        return connectionsTotal != null && lockWaits != null && longestTransactionSeconds != null;
    }
}
