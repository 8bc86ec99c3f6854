package dev.tidemark.query.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how large and how well cached the database is, and how slow its statements. */
final class DatabaseSql {
    private static final String DATABASE = """
            SELECT datname, blks_hit, blks_hit + blks_read, pg_database_size(datid), current_setting('server_version')
            FROM pg_stat_database
            WHERE datname = current_database()
            """;

    private static final String STATEMENTS_SCHEMA = """
            SELECT quote_ident(n.nspname)
            FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname = 'pg_stat_statements'
            """;

    private static final String SLOW_STATEMENTS = """
            SELECT count(*)
            FROM %s.pg_stat_statements s
            JOIN pg_database d ON d.oid = s.dbid
            WHERE d.datname = current_database() AND s.mean_exec_time > 100
            """;

    /** Missing from shared_preload_libraries; of a version with other columns; not for this role. */
    private static final Set<String> NOT_TO_BE_ASKED = Set.of("55000", "42703", "42501");

    private DatabaseSql() {}

    /** The database that was connected to. */
    record Figures(String name, long blocksHit, long blocks, long sizeBytes, String version) {}

    static Figures figures(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(DATABASE)) {
            row.next();
            return new Figures(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5));
        }
    }

    /** How many statements take more than 100 ms on average; null if the extension is not there, or cannot be asked. */
    static @Nullable Long slowStatements(Connection connection) throws SQLException {
        String schema;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATEMENTS_SCHEMA)) {
            if (!row.next()) {
                return null;
            }
            schema = row.getString(1);
        }
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SLOW_STATEMENTS.formatted(schema))) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            if (e.getSQLState() == null || !NOT_TO_BE_ASKED.contains(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return null;
        }
    }
}
