package dev.tidemark.query.collector;

import dev.tidemark.query.collector.PostgresQuestion.Frequency;
import dev.tidemark.query.collector.PostgresQuestion.Kind;

/**
 * What the collector asks PostgreSQL 14 to 18. Columns that are numbers become samples of their names, columns that are texts their labels; what
 * the role may not see is null, and then there is no sample. Of counters, the increase per second is published. Every answer has a limit.
 */
final class PostgresQuestions {
    private static final int V16 = 160000;
    private static final int V17 = 170000;
    private static final int V18 = 180000;

    private static final String OURS = "'" + MonitoredQueries.APPLICATION + "'";

    private static final String POSITION =
            "CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END";

    /** A replica that has replayed all that was sent to it has no lag to measure, and is not behind. */
    private static final String REPLAY_LAG =
            "coalesce(extract(epoch FROM replay_lag)::double precision, CASE WHEN replay_lsn >= sent_lsn THEN 0 END)";

    /** Changes when the server restarts, which resets what its processes count, and when somebody resets the statistics. */
    static String epoch(String reset) {
        return "pg_postmaster_start_time()::text || coalesce(' ' || " + reset + "::text, '') AS epoch";
    }

    static final PostgresQuestion CONNECTIONS =
            PostgresQuestion.always("connections", Frequency.POSTGRES, Kind.GAUGE, """
            SELECT 1 AS connected,
                   CASE WHEN sum(hidden) = 0 THEN sum(active) END AS connections_active,
                   CASE WHEN sum(hidden) = 0 THEN sum(active) END AS active_connections,
                   CASE WHEN sum(hidden) = 0 THEN sum(idle) END AS connections_idle,
                   count(*) AS connections_total,
                   max(max) AS connections_max,
                   100.0 * count(*) / max(max) AS connections_percent,
                   CASE WHEN sum(hidden) = 0 THEN coalesce(max(seconds), 0) END AS longest_transaction_seconds,
                   (SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted) AS lock_waits_count
            FROM (
                SELECT (application_name <> %1$s AND state = 'active')::integer AS active,
                       (application_name <> %1$s AND state LIKE 'idle%%')::integer AS idle,
                       (backend_type IS NULL OR state = 'disabled')::integer AS hidden,
                       current_setting('max_connections')::integer AS max,
                       CASE WHEN application_name <> %1$s
                            THEN extract(epoch FROM clock_timestamp() - xact_start)::double precision END AS seconds
                FROM pg_stat_activity
                WHERE backend_type = 'client backend'
                   OR backend_type IS NULL AND usesysid IS NOT NULL AND datid IS NOT NULL) AS session
            """.formatted(OURS));

    static final PostgresQuestion DATABASE =
            PostgresQuestion.always("database", Frequency.POSTGRES, Kind.COUNTER, """
            SELECT %s,
                   xact_commit AS commits_per_second, xact_rollback AS rollbacks_per_second,
                   blks_hit AS blocks_hit_per_second, blks_read AS blocks_read_per_second,
                   tup_returned AS rows_returned_per_second, tup_fetched AS rows_fetched_per_second,
                   tup_inserted AS rows_inserted_per_second, tup_updated AS rows_updated_per_second,
                   tup_deleted AS rows_deleted_per_second, deadlocks AS deadlocks_per_second,
                   temp_bytes / 1048576.0 AS temp_files_mb_per_second,
                   blk_read_time AS block_read_ms_per_second, blk_write_time AS block_write_ms_per_second
            FROM pg_stat_database
            WHERE datname = current_database() AND current_setting('track_counts')::boolean
            """.formatted(epoch("stats_reset")));

    static final PostgresQuestion CHECKPOINTS = new PostgresQuestion(
            "checkpoints",
            Frequency.POSTGRES,
            Kind.COUNTER,
            version -> version >= V17 ? """
                    SELECT %s, num_timed AS checkpoints_timed_per_second, num_requested AS checkpoints_requested_per_second,
                           buffers_written AS checkpoint_buffers_per_second,
                           write_time + sync_time AS checkpoint_ms_per_second
                    FROM pg_stat_checkpointer
                    """.formatted(epoch("stats_reset")) : """
                    SELECT %s, checkpoints_timed AS checkpoints_timed_per_second,
                           checkpoints_req AS checkpoints_requested_per_second,
                           buffers_checkpoint AS checkpoint_buffers_per_second,
                           checkpoint_write_time + checkpoint_sync_time AS checkpoint_ms_per_second
                    FROM pg_stat_bgwriter
                    """.formatted(epoch("stats_reset")));

    static final PostgresQuestion WAL =
            PostgresQuestion.always("wal", Frequency.POSTGRES, Kind.COUNTER, """
            SELECT %s, wal_bytes / 1048576.0 AS wal_mb_per_second, wal_records AS wal_records_per_second,
                   wal_fpi AS wal_full_pages_per_second
            FROM pg_stat_wal
            """.formatted(epoch("stats_reset")));

    /** From 18 on, bytes are counted; before, operations of a fixed size. */
    static final PostgresQuestion IO = new PostgresQuestion(
            "io",
            Frequency.POSTGRES,
            Kind.COUNTER,
            version -> version < V16
                    ? ""
                    : """
                    SELECT %s, backend_type AS backend,
                           %s / 1048576.0 AS io_read_mb_per_second, %s / 1048576.0 AS io_write_mb_per_second,
                           sum(read_time) AS io_read_ms_per_second, sum(write_time) AS io_write_ms_per_second
                    FROM pg_stat_io
                    GROUP BY backend_type
                    HAVING sum(reads) > 0 OR sum(writes) > 0
                    LIMIT 32
                    """.formatted(
                                    epoch("max(stats_reset)"),
                                    version >= V18 ? "sum(read_bytes)" : "sum(reads * op_bytes)",
                                    version >= V18 ? "sum(write_bytes)" : "sum(writes * op_bytes)"));

    static final PostgresQuestion LOCKS =
            PostgresQuestion.always("locks", Frequency.POSTGRES, Kind.GAUGE, """
            SELECT mode, CASE WHEN granted THEN 'granted' ELSE 'waiting' END AS state, count(*) AS locks_count
            FROM pg_locks
            WHERE pid IS NULL OR pid NOT IN (SELECT pid FROM pg_stat_activity WHERE application_name = %s)
            GROUP BY 1, 2
            LIMIT 32
            """.formatted(OURS));

    static final PostgresQuestion REPLICATION =
            PostgresQuestion.always("replication", Frequency.POSTGRES, Kind.GAUGE, """
            SELECT left(application_name, 64) AS replica, state,
                   max(CASE WHEN replay_lsn IS NOT NULL THEN greatest(pg_wal_lsn_diff(%s, replay_lsn), 0) END) / 1048576.0
                       AS replication_lag_mb,
                   max(%s) AS replication_lag_seconds,
                   count(*) AS replicas_count
            FROM pg_stat_replication
            GROUP BY 1, 2
            ORDER BY replication_lag_mb DESC NULLS LAST
            LIMIT 20
            """.formatted(POSITION, REPLAY_LAG));

    /**
     * A standby that has replayed all that its primary sends is not behind, however long ago that committed something. What was received just
     * now is replayed in a moment.
     */
    static final PostgresQuestion STANDBY = PostgresQuestion.always("standby", Frequency.POSTGRES, Kind.GAUGE, """
            WITH last AS MATERIALIZED (
                SELECT pg_last_wal_receive_lsn() AS received, EXISTS (SELECT FROM pg_stat_wal_receiver) AS streams)
            SELECT CASE WHEN streams AND pg_last_wal_replay_lsn() >= received THEN 0
                        WHEN streams AND (SELECT pg_last_wal_replay_lsn() FROM pg_sleep(0.2)) >= received THEN 0
                        ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision END
                       AS standby_delay_seconds
            FROM last
            WHERE pg_is_in_recovery()
            """);

    static final PostgresQuestion SLOTS =
            new PostgresQuestion("slots", Frequency.POSTGRES, Kind.GAUGE, version -> """
                    SELECT slot_name::text AS slot, slot_type AS type, active::integer AS slot_active_count,
                           %s
                           greatest(pg_wal_lsn_diff(%s, restart_lsn), 0) / 1048576.0 AS slot_retained_wal_mb
                    FROM pg_replication_slots
                    ORDER BY restart_lsn
                    LIMIT 20
                    """.formatted(
                            version >= V17
                                    ? "extract(epoch FROM clock_timestamp() - inactive_since)::double precision"
                                            + " AS slot_inactive_seconds,"
                                    : "",
                            POSITION));

    static final PostgresQuestion WRAPAROUND =
            PostgresQuestion.always("wraparound", Frequency.POSTGRES, Kind.GAUGE, """
            SELECT max(age(datfrozenxid)) AS wraparound_age_transactions,
                   max(mxid_age(datminmxid)) AS wraparound_age_multixacts,
                   max(greatest(age(datfrozenxid), mxid_age(datminmxid))) * 100.0 / 2147483648 AS wraparound_percent
            FROM pg_database
            """);

    static final PostgresQuestion SIZE = PostgresQuestion.always("size", Frequency.SIZES, Kind.GAUGE, """
            SELECT CASE WHEN has_database_privilege(current_database(), 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE')
                        THEN pg_database_size(current_database()) / 1048576.0 END AS db_size_mb
            """);

    /** The other databases: each size is a walk through all files. */
    static final PostgresQuestion DATABASES = PostgresQuestion.always("databases", Frequency.SIZES, Kind.GAUGE, """
            SELECT datname::text AS database,
                   CASE WHEN has_database_privilege(oid, 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE')
                        THEN pg_database_size(oid) / 1048576.0 END AS database_size_mb
            FROM pg_database
            WHERE datallowconn AND NOT datistemplate AND datname <> current_database()
            ORDER BY age(datfrozenxid) DESC, oid
            LIMIT 20
            """);

    /**
     * The 200 largest relations, by the pages that vacuum, analyze or an index's creation have counted: only of these are the statistics read,
     * and only of the chosen ones the sizes. Locked ones would make it wait.
     */
    static final String LARGEST = """
            WITH locked AS MATERIALIZED (
                SELECT relation FROM pg_locks WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock'),
            largest AS MATERIALIZED (
                SELECT oid, relname, relnamespace, relpages, relfrozenxid
                FROM pg_class
                WHERE relkind IN (%s) AND oid >= 16384 AND relpersistence <> 't'
                ORDER BY relpages DESC, oid
                LIMIT 200)
            """;

    static final PostgresQuestion TABLES =
            PostgresQuestion.always("tables", Frequency.SIZES, Kind.GAUGE, LARGEST.formatted("'r', 'm'") + """
            , measured AS (
                SELECT *, pg_stat_get_dead_tuples(oid) AS dead, pg_stat_get_live_tuples(oid) AS live FROM largest
                WHERE oid NOT IN (SELECT relation FROM locked)),
            ranked AS (
                SELECT *, row_number() OVER (ORDER BY relpages DESC, oid) AS by_size,
                       row_number() OVER (ORDER BY dead DESC, oid) AS by_dead
                FROM measured)
            SELECT n.nspname::text AS schema, t.relname::text AS table,
                   pg_table_size(t.oid) / 1048576.0 AS table_size_mb,
                   pg_indexes_size(t.oid) / 1048576.0 AS table_indexes_size_mb,
                   CASE WHEN counted THEN t.live END AS table_live_rows, CASE WHEN counted THEN t.dead END AS table_dead_rows,
                   CASE WHEN counted THEN 100.0 * t.dead / nullif(t.live + t.dead, 0) END AS table_dead_percent,
                   extract(epoch FROM clock_timestamp() - greatest(pg_stat_get_last_vacuum_time(t.oid),
                       pg_stat_get_last_autovacuum_time(t.oid)))::double precision AS table_vacuum_age_seconds,
                   extract(epoch FROM clock_timestamp() - greatest(pg_stat_get_last_analyze_time(t.oid),
                       pg_stat_get_last_autoanalyze_time(t.oid)))::double precision AS table_analyze_age_seconds,
                   CASE WHEN counted THEN pg_stat_get_numscans(t.oid) END AS table_seq_scans_total,
                   CASE WHEN counted THEN pg_stat_get_tuples_returned(t.oid) END AS table_seq_rows_read_total,
                   age(t.relfrozenxid) AS table_wraparound_age_transactions
            FROM ranked t
            JOIN pg_namespace n ON n.oid = t.relnamespace
            CROSS JOIN (SELECT current_setting('track_counts')::boolean) AS setting (counted)
            WHERE t.by_size <= 15 OR t.by_dead <= 5
            """);

    static final PostgresQuestion INDEXES =
            PostgresQuestion.always("indexes", Frequency.SIZES, Kind.GAUGE, LARGEST.formatted("'i'") + """
            SELECT n.nspname::text AS schema, t.relname::text AS table, i.relname::text AS index,
                   pg_relation_size(i.oid) / 1048576.0 AS index_size_mb,
                   CASE WHEN current_setting('track_counts')::boolean THEN pg_stat_get_numscans(i.oid) END AS index_scans_total
            FROM largest i
            JOIN pg_index x ON x.indexrelid = i.oid
            JOIN pg_class t ON t.oid = x.indrelid
            JOIN pg_namespace n ON n.oid = i.relnamespace
            WHERE NOT EXISTS (SELECT FROM locked WHERE relation IN (x.indexrelid, x.indrelid))
            ORDER BY i.relpages DESC, i.oid
            LIMIT 20
            """);

    static final PostgresQuestion UNUSED_INDEXES =
            PostgresQuestion.always("unused_indexes", Frequency.SIZES, Kind.GAUGE, LARGEST.formatted("'i'") + """
            SELECT count(*) AS indexes_unused_count, coalesce(sum(i.relpages), 0) / 128.0 AS indexes_unused_mb
            FROM largest i
            JOIN pg_index x ON x.indexrelid = i.oid
            WHERE NOT x.indisunique AND pg_stat_get_numscans(i.oid) = 0
            HAVING current_setting('track_counts')::boolean
            """);

    /** Sessions by what they do. Idle ones have no wait and no statement that is worth a series. */
    static final String SESSIONS = """
            SELECT state,
                   CASE WHEN state = 'active' THEN coalesce(wait_event_type, 'CPU') END AS wait_event_type,
                   CASE WHEN state = 'active' THEN coalesce(wait_event, 'CPU') END AS wait_event,
                   CASE WHEN state <> 'idle' THEN query_id::text END AS queryid,
                   nullif(left(application_name, 64), '') AS application,
                   count(*) AS sessions, sum(count(*)) OVER () AS all_sessions,
                   sum(count(*) FILTER (WHERE wait_event_type = 'Lock')) OVER () AS all_waiting
            FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND application_name <> %s AND state IS NOT NULL
            GROUP BY 1, 2, 3, 4, 5
            ORDER BY sessions DESC
            LIMIT 200
            """.formatted(OURS);

    /** The most waiting sessions that are looked at: those that have waited longest. */
    static final int WAITERS = 100;
    /** The most pairs of a waiter and a holder. */
    static final int PAIRS = 1000;

    /** Who waits for whom, with what is known about the one that is waited for, and whether it waits itself. */
    static final String BLOCKERS = """
            WITH waiting AS MATERIALIZED (
                SELECT pid, min(waitstart) AS since FROM pg_locks WHERE NOT granted GROUP BY pid),
            waiter AS MATERIALIZED (
                SELECT pid FROM waiting ORDER BY since NULLS LAST LIMIT %d)
            SELECT w.pid::text AS waiter, holder::text AS pid, a.state,
                   nullif(left(a.application_name, 64), '') AS application, a.query_id::text AS queryid,
                   extract(epoch FROM clock_timestamp() - a.state_change)::double precision AS seconds,
                   (holder IN (SELECT pid FROM waiting))::integer AS waits, (SELECT count(*) FROM waiting) AS all_waiting
            FROM waiter w
            CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS holder
            LEFT JOIN pg_stat_activity a ON a.pid = holder
            LIMIT %d
            """.formatted(WAITERS, PAIRS);

    private PostgresQuestions() {}
}
