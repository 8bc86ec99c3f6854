package dev.tidemark.query.postgres;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * How the monitored PostgreSQL is. All figures are 0 while it does not answer.
 *
 * @param connectionsActive clients of the server that run a statement, this question among them
 * @param connectionsIdle clients that wait for something to do, in a transaction or not
 * @param connectionsTotal all clients of the server
 * @param connectionsMax the server's {@code max_connections}
 * @param cacheHitRatio of the database's blocks that were read, the share that was in memory, in percent
 * @param slowQueriesCount statements of the database whose mean execution time is above 100 ms; 0 if unknown
 * @param status {@code up} or {@code down}
 * @param slowQueriesKnown whether {@code pg_stat_statements} is there to be asked
 * @param lockWaits clients that wait for a lock
 * @param lockHolderPid the process that most of them wait for
 * @param longestTransactionSeconds how long the oldest open transaction of a client runs
 * @param detail why it is down
 */
@Serdeable
public record PostgresStatus(
        long connectionsActive,
        long connectionsIdle,
        long connectionsTotal,
        long connectionsMax,
        double cacheHitRatio,
        double dbSizeMb,
        long slowQueriesCount,
        Status status,
        boolean slowQueriesKnown,
        String database,
        String version,
        long lockWaits,
        @Nullable Integer lockHolderPid,
        double longestTransactionSeconds,
        @Nullable String detail) {

    /** Whether it answers. */
    @Serdeable
    public enum Status {
        @JsonProperty("up")
        UP("up"),
        @JsonProperty("down")
        DOWN("down");

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

    static PostgresStatus down(String detail) {
        return new PostgresStatus(0, 0, 0, 0, 0, 0, 0, Status.DOWN, false, "", "", 0, null, 0, detail);
    }

    /** Whether it answered. */
    boolean isUp() {
        return detail == null;
    }
}
