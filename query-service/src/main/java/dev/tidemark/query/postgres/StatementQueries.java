package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.inject.Named;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the statement counters of the database from {@code pg_stat_statements}. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.MONITORED)
abstract class StatementQueries implements GenericRepository<StatementQueries.Extension, String> {
    private static final String FIELD = "slow_queries_count";
    private static final String HIDDEN = "hidden";

    private static final String STATEMENTS = """
            SELECT s.queryid, sum(s.calls)::bigint, sum(s.total_exec_time)::double precision,
                   bool_or(s.queryid IS NULL) OVER () AS hidden
            FROM %1$s.pg_stat_statements s
            JOIN pg_database d ON d.oid = s.dbid
            WHERE d.datname = current_database()
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

    private final JdbcOperations operations;

    StatementQueries(@Named(Databases.MONITORED) JdbcOperations operations) {
        this.operations = operations;
    }

    @Query("""
            SELECT quote_ident(n.nspname) AS schema
            FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname = 'pg_stat_statements'
            """)
    abstract Optional<Extension> extension();

    /** The schema of the extension, as a quoted identifier. */
    @MappedEntity
    record Extension(String schema) {}

    /**
     * The counters, or the reason why they cannot be read. Exactly one of the two is not null.
     *
     */
    record Answer(
            @Nullable StatementCounters counters, @Nullable Unknown unknown) {}

    /** Reads the {@value StatementCounters#MOST} statements with the largest total time. */
    Answer read(String role) {
        StatementCounters.Builder counters = new StatementCounters.Builder();
        Unknown unknown =
                read(STATEMENTS, role, FIELD, row -> counters.add(row.getLong(1), row.getLong(2), row.getDouble(3)));
        return unknown == null ? new Answer(counters.build(), null) : new Answer(null, unknown);
    }

    /** Takes the {@code queryid} and the text of one statement. */
    interface TextConsumer {
        void accept(long id, String text);
    }

    /** Reads the texts of the same statements. Returns why they cannot be read, for {@code field}; null if they were. */
    @Nullable Unknown texts(String role, String field, TextConsumer texts) {
        return read(TEXTS, role, field, row -> texts.accept(row.getLong(1), String.valueOf(row.getString(2))));
    }

    private interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    private @Nullable Unknown read(String sql, String role, String field, RowConsumer rows) {
        Extension extension = extension().orElse(null);
        return extension == null
                ? unknown(
                        field,
                        "the extension pg_stat_statements is not installed in this database",
                        "run CREATE EXTENSION pg_stat_statements")
                : operations.execute(connection -> read(connection, extension.schema(), sql, role, field, rows));
    }

    // Not a @Query, because the schema is only known at run time. The savepoint keeps the transaction usable after a
    // failure.
    private static @Nullable Unknown read(
            Connection connection, String schema, String sql, String role, String field, RowConsumer consumer)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted(schema, StatementCounters.MOST))) {
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
        } catch (SQLException e) {
            Unknown unknown = unavailable(e, schema, role, field);
            connection.rollback(before);
            return unknown;
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
