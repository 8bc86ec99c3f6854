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
    private static final List<String> FIELDS = List.of("slow_queries_count");

    private static final String STATEMENTS = """
            SELECT s.queryid, sum(s.calls)::bigint, sum(s.total_exec_time)::double precision,
                   bool_or(s.queryid IS NULL) OVER () AS hidden
            FROM %s.pg_stat_statements s
            JOIN pg_database d ON d.oid = s.dbid
            WHERE d.datname = current_database()
            GROUP BY s.queryid
            ORDER BY 3 DESC
            LIMIT %d
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
        return extension()
                .map(extension -> operations.execute(connection -> read(connection, extension.schema(), role)))
                .orElseGet(() -> unknown(
                        "the extension pg_stat_statements is not installed in this database",
                        "run CREATE EXTENSION pg_stat_statements"));
    }

    // Not a @Query, because the schema is only known at run time. The savepoint keeps the transaction usable after a
    // failure.
    private static Answer read(Connection connection, String schema, String role) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(STATEMENTS.formatted(schema, StatementCounters.MOST))) {
            StatementCounters.Builder counters = new StatementCounters.Builder();
            while (rows.next()) {
                if (rows.getBoolean(4)) {
                    return unknown(
                            "the statements of other roles are hidden from " + role, "run GRANT pg_monitor TO " + role);
                }
                counters.add(rows.getLong(1), rows.getLong(2), rows.getDouble(3));
            }
            return new Answer(counters.build(), null);
        } catch (SQLException e) {
            Answer answer = unavailable(e, schema, role);
            connection.rollback(before);
            return answer;
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
