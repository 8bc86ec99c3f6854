package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the sessions do, and who waits for whom. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.MONITORED)
interface SessionQueries extends GenericRepository<SessionQueries.Session, Integer> {
    /** The most waiting sessions that are looked at: those that have waited longest. */
    int WAITERS = 200;
    /** The most pairs of a waiter and a holder. */
    int PAIRS = 2000;

    String SESSION = """
            SELECT pid, nullif(left(application_name, 64), '') AS application, usename::text AS role, state,
                   wait_event_type, wait_event, query_id::text AS queryid, left(query, 4096) AS query,
                   extract(epoch FROM clock_timestamp() - state_change)::double precision AS state_seconds,
                   extract(epoch FROM clock_timestamp() - xact_start)::double precision AS transaction_seconds
            FROM pg_stat_activity
            """;

    String CLIENTS = """
            WHERE backend_type = 'client backend'
               OR backend_type IS NULL AND usesysid IS NOT NULL AND datid IS NOT NULL
            """;

    /** Client sessions by what they do. There are at most as many as {@code max_connections}. */
    @Query("""
            SELECT state,
                   CASE WHEN state = 'active' THEN coalesce(wait_event_type, 'CPU') END AS wait_event_type,
                   CASE WHEN state = 'active' THEN coalesce(wait_event, 'CPU') END AS wait_event,
                   nullif(left(application_name, 64), '') AS application, count(*) AS sessions
            FROM pg_stat_activity
            """ + CLIENTS + """
            GROUP BY 1, 2, 3, 4
            ORDER BY sessions DESC
            LIMIT 1000
            """)
    List<Group> groups();

    /** The client sessions with the oldest transactions, then those that changed their state last. */
    @Query(SESSION + CLIENTS + "ORDER BY xact_start NULLS LAST, state_change DESC NULLS LAST LIMIT :most")
    List<Session> oldest(int most);

    @Query(SESSION + "WHERE pid IN (:pids)")
    List<Session> of(List<Integer> pids);

    /**
     * Who waits for whom. A row lock is a wait for a transaction; the table is the one whose row the waiter wants. A holder 0 is a prepared
     * transaction.
     */
    @Query("""
            WITH waiting AS MATERIALIZED (
                SELECT DISTINCT ON (pid) pid, waitstart, mode, locktype, database, relation
                FROM pg_locks
                WHERE NOT granted
                ORDER BY pid, waitstart),
            waiter AS MATERIALIZED (
                SELECT *, (SELECT count(*) FROM waiting) AS waiting
                FROM waiting
                ORDER BY waitstart NULLS LAST
                LIMIT :waiters)
            SELECT w.pid AS waiter, h.pid AS holder, w.mode, w.locktype AS type, w.waiting,
                   (SELECT t.relation::regclass::text
                    FROM (SELECT w.database, w.relation
                          UNION ALL
                          SELECT l.database, l.relation FROM pg_locks l WHERE l.pid = w.pid AND l.locktype = 'tuple') AS t
                    JOIN pg_database d ON d.oid = t.database AND d.datname = current_database()
                    WHERE t.relation IS NOT NULL
                    LIMIT 1) AS relation,
                   extract(epoch FROM clock_timestamp() - w.waitstart)::double precision AS waiting_seconds
            FROM waiter w
            CROSS JOIN LATERAL (SELECT DISTINCT unnest(pg_blocking_pids(w.pid)) AS pid) AS h
            LIMIT :pairs
            """)
    List<Wait> waits(int waiters, int pairs);

    /** Sessions that do the same; without {@code pg_monitor}, those of other roles have no state. */
    @MappedEntity
    record Group(
            @Nullable String state,
            @Nullable String waitEventType,
            @Nullable String waitEvent,
            @Nullable String application,
            long sessions) {}

    /** One session; null is what this role may not see. */
    @MappedEntity
    record Session(
            int pid,
            @Nullable String application,
            @Nullable String role,
            @Nullable String state,
            @Nullable String waitEventType,
            @Nullable String waitEvent,
            @Nullable String queryid,
            @Nullable String query,
            @Nullable Double stateSeconds,
            @Nullable Double transactionSeconds) {}

    /**
     * A session that waits, and one that it waits for.
     *
     * @param waiting how many sessions wait for a lock
     */
    @MappedEntity
    record Wait(
            int waiter,
            int holder,
            @Nullable String mode,
            @Nullable String type,
            @Nullable String relation,
            @Nullable Double waitingSeconds,
            long waiting) {}
}
