package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the server is doing right now. A role without {@code pg_read_all_stats} sees of other roles' sessions only that
 * they are there, and no kind of backend; locks are seen by everyone.
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

    /** The process that most of those who wait for a lock wait for. */
    @Query("""
            SELECT holder
            FROM (SELECT DISTINCT pid FROM pg_locks WHERE NOT granted) AS waiter, unnest(pg_blocking_pids(pid)) AS holder
            WHERE holder > 0
            GROUP BY holder
            ORDER BY count(*) DESC, holder
            LIMIT 1
            """)
    @Nullable Integer lockHolder();

    /**
     * The clients of the server.
     *
     * @param hidden those of which this role may not know more than that they are there; parallel workers may be among them
     * @param untracked those for which {@code track_activities} is off
     * @param role this role, quoted
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
            String role) {}
}
