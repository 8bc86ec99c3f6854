package dev.tidemark.query.collector;

import dev.tidemark.query.collector.PlanIndexes.Index;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks PostgreSQL for plans, each time in a read-only transaction that is rolled back. The statements are never executed: they are given to
 * {@code EXPLAIN}, without {@code ANALYZE}.
 */
final class ExplainQueries {
    /** The first version with {@code GENERIC_PLAN}. */
    private static final int V16 = 160000;

    private static final String PREPARED = "tidemark_plan";

    private static final String COLUMNS = """
            SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name, c.reltuples,
                   CASE WHEN c.relispartition THEN (
                       SELECT quote_ident(rn.nspname) || '.' || quote_ident(r.relname)
                       FROM pg_class r
                       JOIN pg_namespace rn ON rn.oid = r.relnamespace
                       WHERE r.oid = pg_partition_root(c.oid)) END AS root,
                   quote_ident(a.attname) AS column, a.atttypid::regtype::text AS type,
                   EXISTS (SELECT FROM pg_index i
                           WHERE i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL AND i.indkey[0] = a.attnum) AS leads
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE n.nspname = ? AND c.relname = ? AND quote_ident(a.attname) = ANY (?)
            LIMIT 32
            """;

    private static final String MISSING = """
            SELECT quote_ident(i.schema) || '.' || quote_ident(i.name)
            FROM unnest(?::text[], ?::text[]) AS i (schema, name)
            WHERE NOT EXISTS (
                SELECT FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = i.schema AND c.relname = i.name)
            ORDER BY 1
            """;

    private static final String HYPOPG = """
            SELECT quote_ident(n.nspname)
            FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname = 'hypopg'
            """;

    private final MonitoredQueries queries;

    ExplainQueries(MonitoredQueries queries) {
        this.queries = queries;
    }

    /** Returns the plan that fits all parameters, as JSON. */
    String explain(String statement, int version) {
        return queries.planning(open -> explain(open, statement, version));
    }

    private static String explain(Connection open, String text, int version) throws SQLException {
        try (Statement statement = open.createStatement()) {
            // The driver must leave braces and question marks alone, which are operators here.
            statement.setEscapeProcessing(false);
            return version >= V16
                    ? answer(statement, "EXPLAIN (GENERIC_PLAN, VERBOSE, FORMAT JSON) " + text)
                    : explainPrepared(statement, text);
        }
    }

    /** Before version 16, a prepared statement has such a plan. Its execution is explained, which does not execute it. */
    private static String explainPrepared(Statement statement, String text) throws SQLException {
        statement.execute("SET LOCAL plan_cache_mode = force_generic_plan");
        statement.execute("SAVEPOINT unprepared");
        statement.execute("PREPARE " + PREPARED + " AS " + text);
        try {
            String count = answer(
                    statement,
                    "SELECT coalesce(cardinality(parameter_types), 0) FROM pg_prepared_statements WHERE name = '"
                            + PREPARED + "'");
            List<String> nulls = Collections.nCopies(Integer.parseInt(count), "NULL");
            String parameters = nulls.isEmpty() ? "" : "(" + String.join(", ", nulls) + ")";
            return answer(statement, "EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE " + PREPARED + parameters);
        } finally {
            // A prepared statement outlives its transaction, also a failed one.
            statement.execute("ROLLBACK TO SAVEPOINT unprepared");
            statement.execute("DEALLOCATE " + PREPARED);
        }
    }

    private static String answer(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /**
     * What is known of a column of a table.
     *
     * @param table the table with its schema, as identifiers
     * @param rows the rows of the table; negative if it was never analyzed
     * @param root the partitioned table that it is a part of, as identifiers; null if it is none
     * @param column the column, as an identifier
     * @param leads whether it is the first one of an index
     */
    record ColumnFacts(String table, double rows, @Nullable String root, String column, String type, boolean leads) {}

    /** Looks up some columns of a table. */
    List<ColumnFacts> columns(String schema, String table, List<String> columns) {
        return queries.planning(open -> {
            try (PreparedStatement statement = open.prepareStatement(COLUMNS)) {
                statement.setString(1, schema);
                statement.setString(2, table);
                statement.setArray(3, open.createArrayOf("text", columns.toArray()));
                List<ColumnFacts> all = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        all.add(new ColumnFacts(
                                rows.getString(1),
                                rows.getDouble(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getBoolean(6)));
                    }
                }
                return all;
            }
        });
    }

    /** Those of the indexes that do not exist any more, as identifiers. */
    List<String> missing(List<Index> indexes) {
        return queries.planning(open -> {
            try (PreparedStatement select = open.prepareStatement(MISSING)) {
                select.setArray(
                        1,
                        open.createArrayOf(
                                "text", indexes.stream().map(Index::schema).toArray()));
                select.setArray(
                        2,
                        open.createArrayOf(
                                "text", indexes.stream().map(Index::name).toArray()));
                List<String> missing = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        missing.add(row.getString(1));
                    }
                }
                return missing;
            }
        });
    }

    /**
     * A plan with an index that exists for the planner only.
     *
     * @param index the name of the index in the plan
     */
    record Hypothesis(String index, String plan) {}

    /** Returns the plan with a hypothetical index; empty if the extension for it is not installed. */
    Optional<Hypothesis> withIndex(String index, String text, int version) {
        return queries.planning(open -> {
            String schema = first(open, HYPOPG);
            return schema == null ? Optional.empty() : Optional.of(withIndex(open, schema, index, text, version));
        });
    }

    private static Hypothesis withIndex(Connection open, String schema, String index, String text, int version)
            throws SQLException {
        try (PreparedStatement create =
                open.prepareStatement("SELECT indexname FROM " + schema + ".hypopg_create_index(?)")) {
            create.setString(1, index);
            try (ResultSet row = create.executeQuery()) {
                row.next();
                return new Hypothesis(row.getString(1), explain(open, text, version));
            }
        } finally {
            // It lives in the session. After a failure, the transaction answers nothing.
            open.rollback();
            first(open, "SELECT " + schema + ".hypopg_reset()");
        }
    }

    private static @Nullable String first(Connection open, String sql) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
