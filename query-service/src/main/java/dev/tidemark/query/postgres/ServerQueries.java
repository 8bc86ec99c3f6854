package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the state of the whole server: replication, and how far it is from a wraparound. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.MONITORED)
interface ServerQueries extends GenericRepository<ServerQueries.Server, Long> {
    int MOST = 20;

    String POSITION = "CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END";

    /**
     * The oldest transaction id of a database is what counts. A standby that has replayed all that its primary sends is not behind; what was
     * received just now is replayed in a moment.
     */
    @Query("""
            WITH last AS MATERIALIZED (
                SELECT pg_last_wal_receive_lsn() AS received, EXISTS (SELECT FROM pg_stat_wal_receiver) AS streams)
            SELECT d.name AS oldest_database, d.age AS wraparound_age, d.multixacts AS multixact_age,
                   current_setting('autovacuum_freeze_max_age')::bigint AS freeze_max_age,
                   pg_is_in_recovery() AS standby,
                   CASE WHEN streams AND pg_last_wal_replay_lsn() >= received THEN 0
                        WHEN streams AND (SELECT pg_last_wal_replay_lsn() FROM pg_sleep(0.2)) >= received THEN 0
                        WHEN pg_is_in_recovery()
                        THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision END
                       AS standby_delay_seconds,
                   extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::double precision AS uptime_seconds,
                   pg_has_role('pg_read_all_stats', 'USAGE') AS sees_all, quote_ident(current_user) AS role,
                   current_setting('server_version_num')::integer / 10000 AS major_version
            FROM (SELECT datname::text AS name, age(datfrozenxid)::bigint AS age, mxid_age(datminmxid)::bigint AS multixacts
                  FROM pg_database
                  ORDER BY greatest(age(datfrozenxid), mxid_age(datminmxid)) DESC
                  LIMIT 1) AS d
            CROSS JOIN last
            """)
    Server server();

    /** A replica that has replayed all that was sent to it has no lag to measure, and is not behind. */
    @Query("""
            SELECT left(application_name, 64) AS name, host(client_addr) AS address, state, sync_state,
                   CASE WHEN replay_lsn IS NOT NULL THEN greatest(pg_wal_lsn_diff(
            """ + POSITION + """
                   , replay_lsn), 0)::double precision END AS lag_bytes,
                   coalesce(extract(epoch FROM replay_lag)::double precision, CASE WHEN replay_lsn >= sent_lsn THEN 0 END) AS lag_seconds
            FROM pg_stat_replication
            ORDER BY lag_bytes DESC NULLS LAST, 1
            LIMIT :most
            """)
    List<Replica> replicas(int most);

    /** From 17 on, a slot says since when it is inactive. */
    @Query("""
            SELECT slot_name::text AS name, slot_type AS type, database::text AS database, active, wal_status,
                   greatest(pg_wal_lsn_diff(
            """ + POSITION + """
                   , restart_lsn), 0)::double precision AS retained_bytes, safe_wal_size AS safe_bytes,
                   extract(epoch FROM clock_timestamp() - (to_jsonb(s) ->> 'inactive_since')::timestamptz)::double precision
                       AS inactive_seconds
            FROM pg_replication_slots s
            ORDER BY retained_bytes DESC NULLS LAST, 1
            LIMIT :most
            """)
    List<Slot> slots(int most);

    /**
     * The server.
     *
     * @param freezeMaxAge the age at which autovacuum freezes rows in any case
     * @param seesAll whether the replication of other roles is visible
     */
    @MappedEntity
    record Server(
            String oldestDatabase,
            long wraparoundAge,
            long multixactAge,
            long freezeMaxAge,
            boolean standby,
            @Nullable Double standbyDelaySeconds,
            double uptimeSeconds,
            boolean seesAll,
            String role,
            int majorVersion) {}

    @MappedEntity
    record Replica(
            @Nullable String name,
            @Nullable String address,
            @Nullable String state,
            @Nullable String syncState,
            @Nullable Double lagBytes,
            @Nullable Double lagSeconds) {}

    @MappedEntity
    record Slot(
            String name,
            String type,
            @Nullable String database,
            boolean active,
            @Nullable String walStatus,
            @Nullable Double retainedBytes,
            @Nullable Long safeBytes,
            @Nullable Double inactiveSeconds) {}
}
