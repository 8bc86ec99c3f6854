package dev.tidemark.query.postgres;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how large and how well cached the database is, and how slow its statements are. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.MONITORED)
abstract class DatabaseQueries implements GenericRepository<DatabaseQueries.Size, String> {
    private static final String SLOW_STATEMENTS = """
            SELECT count(*)
            FROM %s.pg_stat_statements s
            JOIN pg_database d ON d.oid = s.dbid
            WHERE d.datname = current_database() AND s.mean_exec_time > 100
            """;

    /** Missing from shared_preload_libraries; of a version with other columns; not for this role. */
    private static final Set<String> NOT_AVAILABLE = Set.of("55000", "42703", "42501");

    private final JdbcOperations operations;

    DatabaseQueries(@Named(Databases.MONITORED) JdbcOperations operations) {
        this.operations = operations;
    }

    @Query("""
            SELECT datname AS name, blks_hit AS blocks_hit, blks_hit + blks_read AS blocks,
                   pg_database_size(datid) AS size_bytes, current_setting('server_version') AS version
            FROM pg_stat_database
            WHERE datname = current_database()
            """)
    abstract Size size();

    @Query("""
            SELECT quote_ident(n.nspname)
            FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname = 'pg_stat_statements'
            """)
    abstract @Nullable String statementsSchema();

    /** How many statements take more than 100 ms on average; null if the extension is not there, or cannot be asked. */
    @Nullable Long slowStatements() {
        String schema = statementsSchema();
        return schema == null ? null : operations.execute(connection -> slowStatements(connection, schema));
    }

    // Not a @Query: the schema of the extension is not known before, and its failure must not end the transaction.
    private static @Nullable Long slowStatements(Connection connection, String schema) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SLOW_STATEMENTS.formatted(schema))) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            if (e.getSQLState() == null || !NOT_AVAILABLE.contains(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return null;
        }
    }

    /** The database that was connected to. */
    @MappedEntity
    record Size(String name, long blocksHit, long blocks, long sizeBytes, String version) {}
}
