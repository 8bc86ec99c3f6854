package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import org.jspecify.annotations.Nullable;

/** Reads what the server is doing right now. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.MONITORED)
interface ActivityQueries extends GenericRepository<ActivityQueries.Clients, Long> {
    @Query("""
            SELECT count(*) FILTER (WHERE state = 'active') AS active,
                   count(*) FILTER (WHERE state LIKE 'idle%') AS idle,
                   count(*) AS total,
                   current_setting('max_connections')::integer AS max,
                   count(*) FILTER (WHERE wait_event_type = 'Lock') AS lock_waits,
                   coalesce(extract(epoch FROM clock_timestamp() - min(xact_start)), 0)::double precision
                       AS longest_transaction_seconds
            FROM pg_stat_activity
            WHERE backend_type = 'client backend'
            """)
    Clients clients();

    /** The process that most of those who wait for a lock wait for. */
    @Query("""
            SELECT holder
            FROM pg_stat_activity, unnest(pg_blocking_pids(pid)) AS holder
            WHERE wait_event_type = 'Lock' AND holder > 0
            GROUP BY holder
            ORDER BY count(*) DESC, holder
            LIMIT 1
            """)
    @Nullable Integer lockHolder();

    /** The clients of the server. */
    @MappedEntity
    record Clients(long active, long idle, long total, long max, long lockWaits, double longestTransactionSeconds) {}
}
