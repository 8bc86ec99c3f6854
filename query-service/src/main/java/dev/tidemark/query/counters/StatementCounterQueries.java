package dev.tidemark.query.counters;

import dev.tidemark.query.figures.Unknown;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the statement counters of the connected database from {@code pg_stat_statements}. */
public final class StatementCounterQueries {
    private static final List<String> FIELDS = List.of("slow_queries_count");

    private static final String SCHEMA = """
            SELECT quote_ident(n.nspname)
            FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname = 'pg_stat_statements'
            """;

    /** The function instead of the view: without the texts, which PostgreSQL would read from a file. */
    private static final String STATEMENTS = """
            SELECT s.queryid, sum(s.calls)::bigint, sum(s.total_exec_time)::double precision,
                   bool_or(s.queryid IS NULL) OVER () AS hidden, sum(s.rows)::bigint
            FROM %s.pg_stat_statements(false) s
            WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            GROUP BY s.queryid
            ORDER BY 3 DESC
            LIMIT %d
            """;

    private StatementCounterQueries() {}

    /** The counters, or the reason why they cannot be read. Exactly one of the two is not null. */
    public record Answer(
            @Nullable StatementCounters counters, @Nullable Unknown unknown) {}

    /**
     * Reads the {@value StatementCounters#MOST} statements with the largest total time. If it returns no counters, an open transaction
     * may be aborted.
     *
     * @param role the role of the connection, as a quoted identifier
     */
    public static Answer read(Connection connection, String role) throws SQLException {
        String schema = "";
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(SCHEMA)) {
                if (!row.next()) {
                    return unknown(
                            "the extension pg_stat_statements is not installed in this database",
                            "run CREATE EXTENSION pg_stat_statements");
                }
                schema = row.getString(1);
            }
            try (ResultSet rows = statement.executeQuery(STATEMENTS.formatted(schema, StatementCounters.MOST))) {
                StatementCounters.Builder counters = new StatementCounters.Builder();
                while (rows.next()) {
                    if (rows.getBoolean(4)) {
                        return unknown(
                                "the statements of other roles are hidden from " + role,
                                "run GRANT pg_monitor TO " + role);
                    }
                    counters.add(rows.getLong(1), rows.getLong(2), rows.getDouble(3), rows.getLong(5));
                }
                return new Answer(counters.build(), null);
            }
        } catch (SQLException e) {
            return unavailable(e, schema, role);
        }
    }

    private static Answer unavailable(SQLException e, String schema, String role) throws SQLException {
        return switch (String.valueOf(e.getSQLState())) {
            case "55000" ->
                unknown(
                        "pg_stat_statements is not loaded",
                        "add it to shared_preload_libraries and restart PostgreSQL");
            case "42703" ->
                unknown(
                        "the extension pg_stat_statements is outdated",
                        "run ALTER EXTENSION pg_stat_statements UPDATE");
            case "42501" ->
                unknown(
                        role + " is not allowed to read pg_stat_statements",
                        "run GRANT USAGE ON SCHEMA " + schema + " TO " + role + "; GRANT SELECT ON " + schema
                                + ".pg_stat_statements TO " + role + "; GRANT pg_monitor TO " + role);
            default -> throw e;
        };
    }

    private static Answer unknown(String reason, String remedy) {
        return new Answer(null, new Unknown(FIELDS, reason, remedy));
    }
}
