package dev.tidemark.query.collector;

import dev.tidemark.query.collector.PostgresQuestion.Frequency;
import dev.tidemark.query.collector.PostgresQuestion.Kind;
import dev.tidemark.query.figures.Unknown;
import java.util.List;

/**
 * What the collector asks about wasted room and wasted reads. Room is estimated, as by ioguix and check_postgres: from the rows that vacuum or
 * analyze have counted, and the widths of columns in {@code pg_stats}, how many pages they need. Nothing is read from the tables.
 */
final class BloatQuestions {
    /** The label of a row that says how many relations cannot be estimated. It has no numbers, so it is not published. */
    static final String HIDDEN = "hidden";

    /** Where a table is read as a whole although it is large: the 20 of the 200 largest of which most rows were read that way. */
    static final PostgresQuestion SEQUENTIAL_SCANS = PostgresQuestion.always(
            "sequential_scans",
            Frequency.SIZES,
            Kind.COUNTER,
            PostgresQuestions.LARGEST.formatted("'r', 'm'")
                    + """
            SELECT %s,
                   n.nspname::text AS schema, t.relname::text AS table,
                   pg_stat_get_numscans(t.oid) AS table_seq_scans_per_second,
                   pg_stat_get_tuples_returned(t.oid) AS table_seq_rows_per_second,
                   (SELECT coalesce(sum(pg_stat_get_numscans(x.indexrelid)), 0) FROM pg_index x WHERE x.indrelid = t.oid)
                       AS table_index_scans_per_second
            FROM largest t
            JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE pg_stat_get_live_tuples(t.oid) >= 10000 AND pg_stat_get_numscans(t.oid) > 0
              AND current_setting('track_counts')::boolean
            ORDER BY pg_stat_get_tuples_returned(t.oid) DESC, t.oid
            LIMIT 20
            """.formatted(PostgresQuestions.epoch(
                            "(SELECT stats_reset FROM pg_stat_database WHERE datname = current_database())")));

    /** A tuple has a pointer of 4 bytes, a header of 23 and a bit for each column if some are null; both parts are aligned to 8 bytes. */
    static final PostgresQuestion TABLE_BLOAT = PostgresQuestion.always(
            "table_bloat", Frequency.BLOAT, Kind.GAUGE, PostgresQuestions.LARGEST.formatted("'r', 'm'") + """
            , measured AS (
                SELECT n.nspname::text AS schema, c.relname::text AS table, c.relpages::float8 AS pages, c.reltuples,
                       coalesce(substring(array_to_string(c.reloptions, ' ') FROM 'fillfactor=([0-9]+)')::integer, 100) AS fill,
                       w.known = w.columns AS complete, w.known = 0 AND NOT has_table_privilege(c.oid, 'SELECT') AS hidden,
                       4 + ceil((23 + CASE WHEN w.nulls THEN (7 + w.columns) / 8 ELSE 0 END) / 8.0) * 8 + ceil(w.data / 8) * 8 AS width
                FROM largest l
                JOIN pg_class c ON c.oid = l.oid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                CROSS JOIN LATERAL (
                    SELECT count(*) AS columns, count(s.attname) AS known, max(s.null_frac) > 0 AS nulls,
                           sum((1 - s.null_frac) * s.avg_width) AS data
                    FROM pg_attribute a
                    LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
                        AND NOT s.inherited
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS w
                WHERE c.relpages > 0 AND c.reltuples > 0),
            estimated AS (
                SELECT schema, "table", pages,
                       greatest(pages - ceil(reltuples / ((current_setting('block_size')::float8 - 24) * fill / 100 / width)), 0)
                           AS wasted
                FROM measured
                WHERE complete AND width > 0)
            (SELECT schema, "table", NULL::text AS hidden,
                    wasted * current_setting('block_size')::float8 / 1048576 AS table_bloat_mb,
                    100 * wasted / pages AS table_bloat_percent
             FROM estimated
             ORDER BY wasted DESC, schema, "table"
             LIMIT 20)
            UNION ALL
            SELECT NULL, NULL, count(*)::text, NULL, NULL FROM measured WHERE hidden HAVING count(*) > 0
            """);

    /** An entry of a B-tree has a pointer of 4 bytes and a header of 8, or of 12 if some values are null. Equal entries share room, which saves more. */
    static final PostgresQuestion INDEX_BLOAT = PostgresQuestion.always(
            "index_bloat", Frequency.BLOAT, Kind.GAUGE, PostgresQuestions.LARGEST.formatted("'i'") + """
            , measured AS (
                SELECT n.nspname::text AS schema, t.relname::text AS table, i.relname::text AS index,
                       i.relpages::float8 AS pages, i.reltuples,
                       coalesce(substring(array_to_string(i.reloptions, ' ') FROM 'fillfactor=([0-9]+)')::integer, 90) AS fill,
                       w.known = w.columns AS complete, w.known = 0 AND NOT has_table_privilege(t.oid, 'SELECT') AS hidden,
                       4 + CASE WHEN w.nulls THEN 16 ELSE 8 END + ceil(w.data / 8) * 8 AS width
                FROM largest l
                JOIN pg_class i ON i.oid = l.oid
                JOIN pg_am am ON am.oid = i.relam AND am.amname = 'btree'
                JOIN pg_index x ON x.indexrelid = i.oid
                JOIN pg_class t ON t.oid = x.indrelid
                JOIN pg_namespace n ON n.oid = i.relnamespace
                CROSS JOIN LATERAL (
                    SELECT count(*) AS columns, count(s.attname) AS known, max(s.null_frac) > 0 AS nulls,
                           sum((1 - s.null_frac) * s.avg_width) AS data
                    FROM pg_attribute a
                    LEFT JOIN pg_attribute o ON o.attrelid = t.oid AND o.attnum = x.indkey[a.attnum - 1] AND o.attnum > 0
                    LEFT JOIN LATERAL (
                        SELECT p.attname, p.null_frac, p.avg_width
                        FROM pg_stats p
                        WHERE p.schemaname = n.nspname AND NOT p.inherited
                          AND p.tablename = CASE WHEN o.attnum IS NULL THEN i.relname ELSE t.relname END
                          AND p.attname = coalesce(o.attname, a.attname)
                        LIMIT 1) AS s ON true
                    WHERE a.attrelid = i.oid AND a.attnum > 0) AS w
                WHERE i.relpages > 1 AND i.reltuples > 0),
            estimated AS (
                SELECT schema, "table", index, pages,
                       greatest(pages - 1 - ceil(reltuples
                           / greatest(floor((current_setting('block_size')::float8 - 40) * fill / 100 / width), 1)), 0) AS wasted
                FROM measured
                WHERE complete AND width > 0)
            (SELECT schema, "table", index, NULL::text AS hidden,
                    wasted * current_setting('block_size')::float8 / 1048576 AS index_bloat_mb,
                    100 * wasted / pages AS index_bloat_percent
             FROM estimated
             ORDER BY wasted DESC, schema, index
             LIMIT 20)
            UNION ALL
            SELECT NULL, NULL, NULL, count(*)::text, NULL, NULL FROM measured WHERE hidden HAVING count(*) > 0
            """);

    private BloatQuestions() {}

    /** @param hidden how many relations the role cannot estimate */
    static Unknown unknown(PostgresQuestion question, MonitoredQueries.Facts facts, String hidden) {
        String relation = question == TABLE_BLOAT ? "table" : "index";
        return new Unknown(
                List.of(relation + "_bloat_mb", relation + "_bloat_percent"),
                "the columns' statistics of " + hidden + " of the 200 largest "
                        + (question == TABLE_BLOAT ? "tables" : "indexes") + " are hidden from " + facts.role(),
                "run GRANT pg_read_all_data TO " + facts.role());
    }
}
