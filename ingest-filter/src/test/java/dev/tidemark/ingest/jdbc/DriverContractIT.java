package dev.tidemark.ingest.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.ds.PGSimpleDataSource;

/** A wrapped pool behaves like the driver. */
class DriverContractIT {
    private final PostgresServer postgres = Backends.postgres();
    private HikariDataSource pool = new HikariDataSource();
    private DataSource source = pool;

    @BeforeEach
    void open() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.createDatabase("driver_contract"));
        config.setUsername(postgres.user());
        config.setPassword(postgres.password());
        pool = new HikariDataSource(config);
        source = TidemarkDataSource.wrap(pool);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void unwrap_findsThePoolAndTheDriver() throws SQLException {
        assertThat(source.unwrap(HikariDataSource.class)).isSameAs(pool);
        assertThat(source.isWrapperFor(HikariDataSource.class)).isTrue();
        assertThat(source.isWrapperFor(PGSimpleDataSource.class))
                .isEqualTo(pool.isWrapperFor(PGSimpleDataSource.class));
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT 1");
                ResultSet rows = statement.executeQuery()) {
            assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
            assertThat(statement.unwrap(PGStatement.class).isUseServerPrepare()).isFalse();
            assertThat(statement.isWrapperFor(PGStatement.class)).isTrue();
            assertThat(rows.isWrapperFor(PGStatement.class)).isFalse();
            assertThatThrownBy(() -> connection.unwrap(String.class)).isInstanceOf(SQLException.class);
            assertThat(connection.isWrapperFor(String.class)).isFalse();
        }
    }

    @Test
    void objects_leadToEachOther() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(rows.getStatement()).isSameAs(statement);
            assertThat(statement.toString()).contains("PgStatement");
        }
    }

    @Test
    void warningsSavepointsAndUpdatableRows_areTheDrivers() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            statement.execute("DO $$ BEGIN RAISE WARNING 'careful'; END $$");
            assertThat(requireNonNull(statement.getWarnings()).getMessage()).contains("careful");
            statement.execute("CREATE TEMPORARY TABLE t (id int PRIMARY KEY, a text)");
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
            Savepoint savepoint = connection.setSavepoint();
            statement.executeUpdate("DELETE FROM t");
            connection.rollback(savepoint);
            try (ResultSet rows = statement.executeQuery("SELECT id, a FROM t ORDER BY id")) {
                assertThat(rows.last()).isTrue();
                assertThat(rows.getRow()).isEqualTo(2);
                rows.updateString("a", "c");
                rows.updateRow();
            }
            connection.commit();
            try (ResultSet rows = statement.executeQuery("SELECT string_agg(a, '' ORDER BY id) FROM t")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("ac");
            }
        }
    }

    @Test
    void copyAndProcedures_work() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE t (a text)");
            PGConnection driver = connection.unwrap(PGConnection.class);
            assertThat(driver.getCopyAPI().copyIn("COPY t FROM STDIN", new StringReader("x\ny\n")))
                    .isEqualTo(2);
            statement.execute("CREATE FUNCTION pg_temp.twice(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n'");
            try (CallableStatement call = connection.prepareCall("{? = call pg_temp.twice(?)}")) {
                call.registerOutParameter(1, Types.INTEGER);
                call.setInt(2, 21);
                call.execute();
                assertThat(call.getInt(1)).isEqualTo(42);
            }
        }
    }

    @Test
    void cancelledStatement_failsAsWithoutUs() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(() -> {
                try {
                    statement.execute("SELECT pg_sleep(60)");
                    return new AssertionError("not cancelled");
                } catch (SQLException e) {
                    return e;
                }
            });
            Awaitility.await().until(() -> {
                statement.cancel();
                return failure.isDone();
            });
            assertThat(failure.get()).isInstanceOf(SQLException.class).hasMessageContaining("canceling statement");
            try (ResultSet rows = statement.executeQuery("SELECT 1")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void misuse_failsAsWithoutUs() throws SQLException {
        Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        assertThatThrownBy(() -> statement.executeQuery("SELEC 1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("syntax error");
        assertThatThrownBy(() -> statement.execute((String) null)).isInstanceOf(Exception.class);
        statement.close();
        assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
        connection.close();
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    /** One pool that takes its connections from another measured source. */
    @Test
    void wrappedBelow_isNotWrappedAgain() throws SQLException {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(postgres.jdbcUrl("driver_contract"));
        driver.setUser(postgres.user());
        driver.setPassword(postgres.password());
        HikariConfig config = new HikariConfig();
        config.setDataSource(TidemarkDataSource.wrap(driver));
        try (HikariDataSource outer = new HikariDataSource(config);
                Connection connection = TidemarkDataSource.wrap(outer).getConnection()) {
            assertThat(connection).isNotInstanceOf(MeasuredConnection.class);
            assertThat(connection.isWrapperFor(MeasuredConnection.class)).isTrue();
        }
        MeasuredDataSource twice = new MeasuredDataSource(source, null, false);
        try (Connection connection = twice.getConnection()) {
            assertThat(((MeasuredConnection) connection).delegate).isNotInstanceOf(MeasuredConnection.class);
        }
    }
}
