package dev.tidemark.query.counters;

import dev.tidemark.query.figures.Unknown;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the statements of the connected database from {@code pg_stat_statements}. After a failure, an open transaction may be aborted. */
public final class StatementCounterQueries {
    private static final String FIELD = "slow_queries_count";
    private static final String HIDDEN = "hidden";

    /** From version 1.9 on, the extension says when all counters were set to 0. */
    private static final String SCHEMA = """
            SELECT quote_ident(n.nspname),
                   has_schema_privilege(n.oid, 'USAGE')
                       AND EXISTS (SELECT FROM pg_class c
                                   WHERE c.relnamespace = n.oid AND c.relname = 'pg_stat_statements_info'
                                     AND has_table_privilege(c.oid, 'SELECT'))
            FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname = 'pg_stat_statements'
            """;

    /** The function instead of the view: without the texts, which PostgreSQL would read from a file. */
    private static final String STATEMENTS = """
            SELECT s.queryid, sum(s.calls)::bigint, sum(s.total_exec_time)::double precision,
                   bool_or(s.queryid IS NULL) OVER () AS hidden, sum(s.rows)::bigint, %3$s AS reset,
                   sum(s.shared_blks_hit + s.shared_blks_read)::bigint
            FROM %1$s.pg_stat_statements(false) s
            WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            GROUP BY s.queryid
            ORDER BY 3 DESC
            LIMIT %2$d
            """;

    /** The statement of the largest time comes last, so that it replaces others of the same text. */
    private static final String TEXTS = """
            SELECT *
            FROM (SELECT s.queryid, left(s.query, 16384) AS query, s.total_exec_time,
                         bool_or(s.queryid IS NULL) OVER () AS hidden
                  FROM %1$s.pg_stat_statements s
                  JOIN pg_database d ON d.oid = s.dbid
                  WHERE d.datname = current_database()
                  ORDER BY s.total_exec_time DESC
                  LIMIT %2$d) AS largest
            ORDER BY total_exec_time
            """;

    /** What is behind {@code length} characters is cut. The statement of the largest time comes last. */
    private static final String TEXTS_OF = """
            SELECT s.queryid, left(s.query, %d) AS query, false AS hidden
            FROM %%1$s.pg_stat_statements s
            JOIN pg_database d ON d.oid = s.dbid
            WHERE d.datname = current_database() AND s.queryid IN (%s)
            ORDER BY s.total_exec_time
            LIMIT %%2$d
            """;

    private static final String RESET =
            "(SELECT (extract(epoch FROM stats_reset) * 1000000)::bigint FROM %s.pg_stat_statements_info)";

    private StatementCounterQueries() {}

    /** The counters, or the reason why they cannot be read. Exactly one of the two is not null. */
    public record Answer(
            @Nullable StatementCounters counters, @Nullable Unknown unknown) {}

    /**
     * Reads the {@value StatementCounters#MOST} statements with the largest total time.
     *
     * @param role the role of the connection, as a quoted identifier
     */
    public static Answer read(Connection connection, String role) throws SQLException {
        StatementCounters.Builder counters = new StatementCounters.Builder();
        Unknown unknown = read(connection, STATEMENTS, role, FIELD, row -> {
            counters.reset(row.getLong(6));
            counters.add(row.getLong(1), row.getLong(2), row.getDouble(3), row.getLong(5), row.getLong(7));
        });
        return unknown == null ? new Answer(counters.build(), null) : new Answer(null, unknown);
    }

    /** Takes the {@code queryid} and the text of one statement. */
    public interface TextConsumer {
        void accept(long id, String text);
    }

    /** Reads the texts of the same statements. Returns why they cannot be read, for {@code field}; null if they were. */
    public static @Nullable Unknown texts(Connection connection, String role, String field, TextConsumer texts)
            throws SQLException {
        return read(
                connection, TEXTS, role, field, row -> texts.accept(row.getLong(1), String.valueOf(row.getString(2))));
    }

    /**
     * Reads the beginnings of the texts of some statements. Returns why they cannot be read, for {@code field}; null if they were.
     *
     * @param ids at most {@value StatementCounters#MOST}
     * @param length the most characters of a text
     */
    public static @Nullable Unknown textsOf(
            Connection connection, String role, String field, Collection<Long> ids, int length, TextConsumer texts)
            throws SQLException {
        if (ids.isEmpty()) {
            return null;
        }
        String sql =
                TEXTS_OF.formatted(length, ids.stream().map(String::valueOf).collect(Collectors.joining(",")));
        return read(
                connection, sql, role, field, row -> texts.accept(row.getLong(1), String.valueOf(row.getString(2))));
    }

    private interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    private static @Nullable Unknown read(
            Connection connection, String sql, String role, String field, RowConsumer consumer) throws SQLException {
        String schema = "";
        String reset = "0";
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(SCHEMA)) {
                if (!row.next()) {
                    return unknown(
                            field,
                            "the extension pg_stat_statements is not installed in this database",
                            "run CREATE EXTENSION pg_stat_statements");
                }
                schema = row.getString(1);
                reset = row.getBoolean(2) ? RESET.formatted(schema) : reset;
            }
            try (ResultSet rows = statement.executeQuery(sql.formatted(schema, StatementCounters.MOST, reset))) {
                while (rows.next()) {
                    if (rows.getBoolean(HIDDEN)) {
                        return unknown(
                                field,
                                "the statements of other roles are hidden from " + role,
                                "run GRANT pg_monitor TO " + role);
                    }
                    consumer.accept(rows);
                }
                return null;
            }
        } catch (SQLException e) {
            return unavailable(e, schema, role, field);
        }
    }

    private static Unknown unavailable(SQLException e, String schema, String role, String field) throws SQLException {
        return switch (String.valueOf(e.getSQLState())) {
            case "55000" ->
                unknown(
                        field,
                        "pg_stat_statements is not loaded",
                        "add it to shared_preload_libraries and restart PostgreSQL");
            case "42703" ->
                unknown(
                        field,
                        "the extension pg_stat_statements is outdated",
                        "run ALTER EXTENSION pg_stat_statements UPDATE");
            case "42501" ->
                unknown(
                        field,
                        role + " is not allowed to read pg_stat_statements",
                        "run GRANT USAGE ON SCHEMA " + schema + " TO " + role + "; GRANT SELECT ON " + schema
                                + ".pg_stat_statements TO " + role + "; GRANT pg_monitor TO " + role);
            default -> throw e;
        };
    }

    private static Unknown unknown(String field, String reason, String remedy) {
        return new Unknown(List.of(field), reason, remedy);
    }
}
