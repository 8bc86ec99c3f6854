package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import org.jspecify.annotations.Nullable;

/**
 * Reads the current sessions and locks. Without {@code pg_read_all_stats}, a role sees that sessions of other roles exist, but
 * neither their state nor their backend type. Every role sees all locks.
 */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.MONITORED)
interface ActivityQueries extends GenericRepository<ActivityQueries.Clients, Long> {
    @Query("""
            SELECT count(*) FILTER (WHERE state = 'active') AS active,
                   count(*) FILTER (WHERE state LIKE 'idle%') AS idle,
                   count(*) AS total,
                   current_setting('max_connections')::integer AS max,
                   count(*) FILTER (WHERE pid IN (SELECT pid FROM pg_locks WHERE NOT granted)) AS lock_waits,
                   coalesce(extract(epoch FROM clock_timestamp() - min(xact_start)), 0)::double precision
                       AS longest_transaction_seconds,
                   count(*) FILTER (WHERE backend_type IS NULL) AS hidden,
                   count(*) FILTER (WHERE state = 'disabled') AS untracked,
                   quote_ident(current_user) AS role
            FROM pg_stat_activity
            WHERE backend_type = 'client backend'
               OR backend_type IS NULL AND usesysid IS NOT NULL AND datid IS NOT NULL
            """)
    Clients clients();

    /**
     * Returns the pid of the process that blocks the most other processes, of at most 50 that wait, because PostgreSQL stops all locking
     * while it looks who blocks one; null if none is waiting.
     */
    @Query("""
            SELECT holder
            FROM (SELECT DISTINCT pid FROM pg_locks WHERE NOT granted LIMIT 50) AS waiter, unnest(pg_blocking_pids(pid)) AS holder
            WHERE holder > 0
            GROUP BY holder
            ORDER BY count(*) DESC, holder
            LIMIT 1
            """)
    @Nullable Integer lockHolder();

    /**
     * Counts of client sessions.
     *
     * @param hidden sessions whose details this role is not allowed to see; can include parallel workers
     * @param untracked sessions with {@code track_activities} off
     * @param role the role of this connection, as a quoted identifier
     */
    @MappedEntity
    record Clients(
            long active,
            long idle,
            long total,
            long max,
            long lockWaits,
            double longestTransactionSeconds,
            long hidden,
            long untracked,
            String role) {
        /** Whether this role sees what every session does. */
        boolean areSeen() {
            return hidden == 0 && untracked == 0;
        }
    }
}
