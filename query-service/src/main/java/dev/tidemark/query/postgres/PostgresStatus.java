package dev.tidemark.query.postgres;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.query.counters.CounterHistory.Rise;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.ActivityQueries.Clients;
import dev.tidemark.query.postgres.DatabaseQueries.Size;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the monitored PostgreSQL is. A figure that is not known is null.
 *
 * @param connectionsActive clients of the server that run a statement, this question among them
 * @param connectionsIdle clients that wait for something to do, in a transaction or not
 * @param connectionsTotal all clients of the server; where {@code pg_monitor} is not granted, parallel workers are among them
 * @param connectionsMax the server's {@code max_connections}
 * @param cacheHitRatio of the database's blocks that were read from {@code countedFrom} to {@code countedTo}, the share that
 *     was in memory, in percent; null where none was read
 * @param slowQueriesCount statements of the database whose mean execution time was above 100 ms from {@code countedFrom} to
 *     {@code countedTo}
 * @param status {@code up}, {@code down} or {@code unknown} (it is not asked; {@code unknown} says why)
 * @param slowQueriesKnown whether {@code pg_stat_statements} is there to be asked
 * @param lockWaits clients that wait for a lock
 * @param lockHolderPid the process that most of them wait for
 * @param longestTransactionSeconds how long the oldest open transaction of a client runs
 * @param countedFrom the first of the two readings between which is counted; later than the span's start where this service or
 *     PostgreSQL started later, or its statistics were reset; null until there are two readings
 * @param countedTo the second of them
 * @param unknown the figures that cannot be read, why, and the remedy
 * @param detail why it is down
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

    /** Whether it answers. */
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

        /** How the API writes it. */
        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * What {@code reading} tells.
     *
     * @param rise the rise of its counters in the span that was asked for
     * @param slow how many statements were slow in that span
     */
    static PostgresStatus of(PostgresReading reading, @Nullable Rise<Size> rise, @Nullable Long slow) {
        Clients clients = reading.clients();
        Size size = reading.size();
        boolean seen = clients.hidden() == 0 && clients.untracked() == 0;
        return new PostgresStatus(
                seen ? clients.active() : null,
                seen ? clients.idle() : null,
                clients.total(),
                clients.max(),
                rise == null ? null : Rounding.share(rise.of(Size::blocksHit), rise.of(Size::blocks)),
                Rounding.knownMegabytes(size.sizeBytes()),
                slow,
                Status.UP,
                reading.statements().counters() != null,
                size.name(),
                size.version(),
                clients.lockWaits(),
                reading.lockHolder(),
                seen ? Rounding.two(clients.longestTransactionSeconds()) : null,
                rise == null ? null : rise.first().at(),
                rise == null ? null : rise.last().at(),
                unknown(reading),
                null);
    }

    private static List<Unknown> unknown(PostgresReading reading) {
        List<Unknown> unknown = new ArrayList<>();
        Clients clients = reading.clients();
        if (clients.hidden() > 0) {
            unknown.add(new Unknown(
                    SESSIONS,
                    "the sessions of other roles are hidden from " + clients.role(),
                    "run GRANT pg_monitor TO " + clients.role()));
        } else if (clients.untracked() > 0) {
            unknown.add(new Unknown(
                    SESSIONS,
                    "track_activities is off for " + clients.untracked() + " sessions",
                    "run ALTER SYSTEM SET track_activities = on; SELECT pg_reload_conf()"));
        }
        if (reading.size().sizeBytes() == null) {
            unknown.add(new Unknown(
                    List.of("db_size_mb"),
                    clients.role() + " may not know the size of the database",
                    "run GRANT pg_monitor TO " + clients.role()));
        }
        if (!reading.size().tracked()) {
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

    static PostgresStatus down(String detail) {
        return nothing(Status.DOWN, List.of(), detail);
    }

    /** It was not asked. */
    static PostgresStatus notAsked(String reason, String remedy) {
        return nothing(Status.UNKNOWN, List.of(new Unknown(FIGURES, reason, remedy)), null);
    }

    private static PostgresStatus nothing(Status status, List<Unknown> unknown, @Nullable String detail) {
        return new PostgresStatus(
                null, null, null, null, null, null, null, status, false, null, null, null, null, null, null, null,
                unknown, detail);
    }

    /** Whether it answered. */
    boolean isUp() {
        return status == Status.UP;
    }

    /** Whether everything is known that a symptom is computed from. */
    boolean isJudged() {
        return connectionsTotal != null && lockWaits != null && longestTransactionSeconds != null;
    }
}
