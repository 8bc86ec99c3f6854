package dev.tidemark.query.postgres;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables and indexes. Only of the largest are the statistics and sizes read, because a database can have 50,000. Which are the largest
 * is known from the pages that vacuum, analyze or an index's creation counted. Those under an exclusive lock have no size: to measure them
 * would wait for the lock.
 */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.MONITORED)
interface TableQueries extends GenericRepository<TableQueries.Table, Long> {
    String LOCKED = """
            WITH locked AS MATERIALIZED (
                SELECT relation FROM pg_locks WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock')
            """;

    @Query(LOCKED + """
            , largest AS MATERIALIZED (
                SELECT oid, relname, relnamespace, relpages, relfrozenxid,
                       oid IN (SELECT relation FROM locked)
                           OR EXISTS (SELECT FROM pg_index x JOIN locked l ON l.relation = x.indexrelid WHERE x.indrelid = c.oid) AS locked
                FROM pg_class c
                WHERE relkind IN ('r', 'm') AND oid >= 16384 AND relpersistence <> 't'
                ORDER BY relpages DESC, oid
                LIMIT :most)
            SELECT n.nspname::text AS schema, t.relname::text AS name,
                   CASE WHEN NOT t.locked THEN pg_table_size(t.oid) END AS table_bytes,
                   CASE WHEN NOT t.locked THEN pg_indexes_size(t.oid) END AS index_bytes,
                   pg_stat_get_live_tuples(t.oid) AS live_rows, pg_stat_get_dead_tuples(t.oid) AS dead_rows,
                   pg_stat_get_mod_since_analyze(t.oid) AS changed_rows,
                   pg_stat_get_last_vacuum_time(t.oid) AS last_vacuum,
                   pg_stat_get_last_autovacuum_time(t.oid) AS last_autovacuum,
                   pg_stat_get_last_analyze_time(t.oid) AS last_analyze,
                   pg_stat_get_last_autoanalyze_time(t.oid) AS last_autoanalyze,
                   pg_stat_get_numscans(t.oid) AS seq_scans, pg_stat_get_tuples_returned(t.oid) AS seq_rows_read,
                   coalesce(i.scans, 0)::bigint AS index_scans, coalesce(i.indexes, 0) AS indexes,
                   pg_stat_get_tuples_inserted(t.oid) AS inserted, pg_stat_get_tuples_updated(t.oid) AS updated,
                   pg_stat_get_tuples_deleted(t.oid) AS deleted,
                   age(t.relfrozenxid)::bigint AS wraparound_age, quote_ident(n.nspname) || '.' || quote_ident(t.relname) AS quoted
            FROM largest t
            JOIN pg_namespace n ON n.oid = t.relnamespace
            LEFT JOIN LATERAL (
                SELECT sum(pg_stat_get_numscans(x.indexrelid)) AS scans, count(*) AS indexes
                FROM pg_index x
                WHERE x.indrelid = t.oid) AS i ON true
            ORDER BY t.relpages DESC, t.oid
            """)
    List<Table> tables(int most);

    /**
     * The largest indexes, and those that are not valid. A duplicate's columns are the first ones of another index of the table, in the
     * same order, so that the other one serves its queries; that of a constraint, a unique one or a partition's is none: it cannot be dropped alone.
     */
    @Query(LOCKED + """
            , largest AS MATERIALIZED (
                (SELECT c.oid, c.relname, c.relnamespace, c.relpages, c.relam, c.relispartition
                 FROM pg_class c
                 WHERE c.relkind = 'i' AND c.oid >= 16384 AND c.relpersistence <> 't'
                 ORDER BY c.relpages DESC, c.oid
                 LIMIT :most)
                UNION
                (SELECT c.oid, c.relname, c.relnamespace, c.relpages, c.relam, c.relispartition
                 FROM pg_index x
                 JOIN pg_class c ON c.oid = x.indexrelid
                 WHERE NOT x.indisvalid AND c.relkind = 'i' AND c.relpersistence <> 't'
                 LIMIT 50)),
            described AS MATERIALIZED (
                SELECT i.oid, i.relname, i.relnamespace, i.relpages, i.relam, i.relispartition, x.indrelid, x.indisunique, x.indisprimary, x.indisvalid,
                       x.indisexclusion, x.indisreplident, x.indnatts, x.indnkeyatts, x.indkey::text || ' ' AS columns,
                       x.indclass::text || ' ' AS classes, x.indcollation::text || ' ' AS collations, x.indoption::text || ' ' AS options,
                       coalesce(x.indexprs::text, '') AS expressions, coalesce(pg_get_expr(x.indpred, x.indrelid), '') AS predicate
                FROM largest i
                JOIN pg_index x ON x.indexrelid = i.oid)
            SELECT n.nspname::text AS schema, t.relname::text AS table_name, i.relname::text AS name,
                   CASE WHEN NOT EXISTS (SELECT FROM locked WHERE relation IN (i.oid, i.indrelid))
                        THEN pg_relation_size(i.oid) END AS bytes,
                   pg_stat_get_numscans(i.oid) AS scans, pg_stat_get_tuples_returned(i.oid) AS rows_read,
                   i.indisunique AS unique, i.indisprimary AS primary_key, i.indisvalid AS valid,
                   i.indisunique OR i.indisexclusion OR i.indisreplident OR i.relispartition AS needed,
                   pg_get_indexdef(i.oid) AS definition, other.relname::text AS duplicate_of,
                   quote_ident(n.nspname) || '.' || quote_ident(i.relname) AS quoted
            FROM described i
            JOIN pg_class t ON t.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = i.relnamespace
            LEFT JOIN LATERAL (
                SELECT o.relname
                FROM described o
                WHERE o.indrelid = i.indrelid AND o.oid <> i.oid AND o.relam = i.relam AND o.indisvalid AND i.indisvalid
                  AND NOT i.indisexclusion AND NOT i.indisreplident AND NOT i.indisunique AND NOT i.relispartition
                  AND i.indnatts = i.indnkeyatts AND i.indnkeyatts <= o.indnkeyatts
                  AND o.columns LIKE i.columns || '%' AND o.classes LIKE i.classes || '%'
                  AND o.collations LIKE i.collations || '%' AND o.options LIKE i.options || '%'
                  AND i.expressions = '' AND o.expressions = '' AND i.predicate = o.predicate
                  AND (o.columns <> i.columns OR o.indisunique OR o.oid < i.oid)
                  AND (o.columns = i.columns OR i.relam = (SELECT oid FROM pg_am WHERE amname = 'btree'))
                ORDER BY o.indnkeyatts DESC, o.oid
                LIMIT 1) AS other ON true
            ORDER BY i.relpages DESC, i.oid
            """)
    List<Index> indexes(int most);

    /** Since when the scans are counted; null if the statistics were never reset. */
    @Query("""
            SELECT stats_reset AS reset, quote_ident(current_user) AS role, current_setting('track_counts')::boolean AS tracked,
                   (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'm') AND oid >= 16384 AND relpersistence <> 't') AS tables,
                   (SELECT count(*) FROM pg_class WHERE relkind = 'i' AND oid >= 16384 AND relpersistence <> 't') AS indexes
            FROM pg_stat_database
            WHERE datname = current_database()
            """)
    Counting counting();

    /** @param tracked whether {@code track_counts} is on, so that scans and rows are counted */
    @MappedEntity
    record Counting(@Nullable Instant reset, String role, boolean tracked, long tables, long indexes) {}

    /**
     * One table.
     *
     * @param quoted its name in a statement
     */
    @MappedEntity
    record Table(
            String schema,
            String name,
            @Nullable Long tableBytes,
            @Nullable Long indexBytes,
            long liveRows,
            long deadRows,
            long changedRows,
            @Nullable Instant lastVacuum,
            @Nullable Instant lastAutovacuum,
            @Nullable Instant lastAnalyze,
            @Nullable Instant lastAutoanalyze,
            long seqScans,
            long seqRowsRead,
            long indexScans,
            long indexes,
            long inserted,
            long updated,
            long deleted,
            @Nullable Long wraparoundAge,
            String quoted) {}

    /**
     * One index.
     *
     * @param needed whether a constraint, replication or the index of a partitioned table needs it
     * @param quoted its name in a statement
     */
    @MappedEntity
    record Index(
            String schema,
            String tableName,
            String name,
            @Nullable Long bytes,
            long scans,
            long rowsRead,
            boolean unique,
            boolean primaryKey,
            boolean valid,
            boolean needed,
            String definition,
            @Nullable String duplicateOf,
            String quoted) {}
}
