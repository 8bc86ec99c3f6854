package dev.tidemark.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.RequestEvent;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** What the filter counts through a wrapped pool is what PostgreSQL counts. */
class MeasuredPoolsIT {
    private static final int CONNECTIONS = 2;

    private final PostgresServer postgres = Backends.postgres();
    private final RecordingTidemark tidemark = new RecordingTidemark();
    private String url = "";
    private String target = "";

    /** The pools, each with two connections and a second of patience. */
    enum Pool {
        HIKARI("orders") {
            @Override
            DataSource open(String url, String user, String password) {
                HikariConfig config = new HikariConfig();
                config.setJdbcUrl(url);
                config.setUsername(user);
                config.setPassword(password);
                config.setMaximumPoolSize(CONNECTIONS);
                config.setConnectionTimeout(1_000);
                config.setPoolName("orders");
                return new HikariDataSource(config);
            }
        },
        TOMCAT("orders") {
            @Override
            DataSource open(String url, String user, String password) {
                PoolProperties properties = new PoolProperties();
                properties.setUrl(url);
                properties.setDriverClassName("org.postgresql.Driver");
                properties.setUsername(user);
                properties.setPassword(password);
                properties.setMaxActive(CONNECTIONS);
                properties.setMaxWait(1_000);
                properties.setName("orders");
                return new org.apache.tomcat.jdbc.pool.DataSource(properties);
            }
        },
        AGROAL("") {
            @Override
            DataSource open(String url, String user, String password) throws SQLException {
                return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                        .connectionPoolConfiguration(pool -> pool.maxSize(CONNECTIONS)
                                .acquisitionTimeout(Duration.ofSeconds(1))
                                .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                        .principal(new NamePrincipal(user))
                                        .credential(new SimplePassword(password)))));
            }
        };

        /** Empty if the pool has none: then waits have the database as their target. */
        final String poolName;

        Pool(String poolName) {
            this.poolName = poolName;
        }

        abstract DataSource open(String url, String user, String password) throws SQLException;
    }

    @BeforeEach
    void prepare() throws SQLException {
        url = postgres.createDatabase("measured_pools");
        target = url.replace("jdbc:postgresql://", "postgresql:");
        try (Connection connection = postgres.connect("measured_pools");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS item");
            statement.execute("CREATE TABLE item (id serial PRIMARY KEY, name text UNIQUE, amount int)");
        }
    }

    @AfterEach
    void close() {
        tidemark.close();
    }

    @ParameterizedTest
    @EnumSource
    void callsAndRows_areThoseThatPostgresCounts(Pool pool) throws Exception {
        DataSource original = pool.open(url, postgres.user(), postgres.password());
        try (AutoCloseable unused = closing(original);
                Connection control = postgres.connect("measured_pools");
                Statement reset = control.createStatement()) {
            DataSource source = TidemarkDataSource.wrap(original);
            assertThat(TidemarkDataSource.wrap(source)).isSameAs(source);
            reset.execute("SELECT pg_stat_statements_reset()");

            try (Connection connection = source.getConnection()) {
                assertThat(connection.unwrap(PGConnection.class)).isNotNull();
                assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
                change(connection);
                read(connection);
            }
            try (Connection connection = source.getConnection()) {
                transactions(connection);
            }

            Map<String, Counted> byPostgres = Counted.byPostgres(control, target);
            Map<String, Counted> byFilter = Counted.byFilter(tidemark, CallKind.DB);
            byFilter.forEach((operation, counted) -> {
                Counted expected = byPostgres.getOrDefault(operation, new Counted(0, 0, null, 0));
                // PostgreSQL counts each row of parameters of a batch.
                long batched = operation.contains("ON CONFLICT") ? 4 : 0;
                long calls = counted.calls() - counted.errors() + batched;
                if (operation.endsWith(" COMMIT") || operation.endsWith(" ROLLBACK")) {
                    // The driver prepares them, and of such statements PostgreSQL counts the first of a session.
                    assertThat(calls).as(operation).isEqualTo(operation.endsWith(" COMMIT") ? 2 : 1);
                    assertThat(expected.calls()).as(operation).isBetween(1L, calls);
                } else {
                    assertThat(calls).as(operation).isEqualTo(expected.calls());
                }
                if (counted.rows() != null) {
                    assertThat(counted.rows()).as(operation).isEqualTo(expected.rows());
                }
                assertThat(counted.millis()).as(operation).isGreaterThanOrEqualTo(expected.millis() * 0.98);
            });
            assertThat(byPostgres.keySet())
                    .filteredOn(operation -> !operation.matches(".* (BEGIN|SET .*|SHOW .*|DISCARD .*|)"))
                    .isSubsetOf(byFilter.keySet());
            assertThat(byFilter).hasSizeGreaterThan(10);
            assertThat(Counted.byFilter(tidemark, CallKind.POOL))
                    .hasSize(1)
                    .hasEntrySatisfying(
                            (pool.poolName.isEmpty() ? target : pool.poolName) + " getConnection", waits -> {
                                assertThat(waits.calls()).isEqualTo(2);
                                assertThat(waits.errors()).isZero();
                            });
        }
    }

    private static void change(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO item (name, amount) VALUES (?, 1)", Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 0; i < 3; i++) {
                insert.setString(1, "generated " + i);
                assertThat(insert.executeUpdate()).isEqualTo(1);
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong("id")).isPositive();
                    assertThat(keys.next()).isFalse();
                }
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO item (name) VALUES (?)", new String[] {"id"})) {
            insert.setString(1, "named");
            insert.execute();
            assertThat(insert.getUpdateCount()).isEqualTo(1);
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO item (name, amount) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            for (int i = 0; i < 5; i++) {
                insert.setString(1, "batched " + i % 4);
                insert.setInt(2, i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1, 1, 0);
        }
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE item SET amount = 7 WHERE name LIKE 'batched%'"))
                    .isEqualTo(4);
            assertThat(statement.executeUpdate("UPDATE item SET amount = 8 WHERE name LIKE 'nothing%'"))
                    .isZero();
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO item (name) VALUES ('named')"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("duplicate key");
        }
    }

    private static void read(Connection connection) throws SQLException {
        for (int length = 1; length < 4; length++) {
            String list = "?, ".repeat(length - 1) + "?";
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT id, name FROM item WHERE id IN (" + list + ")")) {
                for (int i = 1; i <= length; i++) {
                    select.setInt(i, i);
                }
                assertThat(rows(select.executeQuery())).isEqualTo(length);
                assertThat(rows(select.executeQuery())).isEqualTo(length);
            }
        }
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT n FROM generate_series(1, 10) AS n"))
                    .isTrue();
            ResultSet results = Objects.requireNonNull(statement.getResultSet());
            assertThat(statement.getResultSet()).isSameAs(results);
            assertThat(results.getStatement()).isSameAs(statement);
            assertThat(statement.getConnection()).isSameAs(connection);
            // Neither read to its end nor closed.
            for (int i = 0; i < 10; i++) {
                assertThat(results.next()).isTrue();
            }
        }
        try (var call = connection.prepareCall("SELECT pg_sleep(0.01), ?::int")) {
            call.setInt(1, 1);
            call.execute();
        }
    }

    private static void transactions(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.commit();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM item WHERE name = 'named'");
        }
        connection.rollback();
        connection.rollback();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT n, repeat('x', 100) FROM generate_series(1, ?) AS n")) {
            select.setFetchSize(100);
            select.setInt(1, 1_000);
            assertThat(rows(select.executeQuery())).isEqualTo(1_000);
        }
        connection.commit();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM item WHERE name = 'named'");
        }
        connection.setAutoCommit(true);
    }

    private static int rows(ResultSet results) throws SQLException {
        int rows = 0;
        try (results) {
            while (results.next()) {
                rows++;
            }
        }
        return rows;
    }

    private static AutoCloseable closing(DataSource source) {
        return source instanceof org.apache.tomcat.jdbc.pool.DataSource tomcat ? tomcat::close : (AutoCloseable) source;
    }

    @ParameterizedTest
    @EnumSource
    void times_areBetweenThoseOfTheServerAndOfTheRequest(Pool pool) throws Exception {
        DataSource original = pool.open(url, postgres.user(), postgres.password());
        try (AutoCloseable unused = closing(original)) {
            DataSource source = TidemarkDataSource.wrap(original);
            source.getConnection().close();
            ServerRequest request = tidemark.tidemark().begin("GET", "/items", null, null);
            try (var scope = request.trace().makeCurrent();
                    Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_sleep(0.2)");
                // The server waits when the driver asks for rows the second and the third time.
                connection.setAutoCommit(false);
                statement.setFetchSize(5);
                ResultSet results = statement.executeQuery(
                        "SELECT n, CASE WHEN n IN (6, 9) THEN pg_sleep(0.1) END FROM generate_series(1, 10) AS n");
                results.setFetchSize(3);
                rows(results);
                connection.rollback();
            }
            request.finish("/items", 200, null, 0, 0);

            RequestEvent event = tidemark.request();
            var parts = Objects.requireNonNull(event.parts());
            assertThat(parts.dbMicros()).isBetween(400_000L, event.durationMicros());
            assertThat(parts.dbCalls()).isEqualTo(3);
            assertThat(parts.poolWaitMicros()).isLessThan(event.durationMicros() - 400_000);
            Counted slow = Counted.byFilter(tidemark, CallKind.DB).get(target + " SELECT pg_sleep(?)");
            assertThat(Objects.requireNonNull(slow).millis()).isBetween(200.0, event.durationMicros() / 1000.0);
            Counted fetched = Counted.byFilter(tidemark, CallKind.DB)
                    .get(target
                            + " SELECT n, CASE WHEN n IN (?…) THEN pg_sleep(?) END FROM generate_series(?, ?) AS n");
            assertThat(Objects.requireNonNull(fetched).calls()).isEqualTo(1);
            assertThat(fetched.rows()).isEqualTo(10);
            assertThat(fetched.millis()).isBetween(200.0, event.durationMicros() / 1000.0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsThatEndWithoutAConnection_areFailures(Pool pool) throws Exception {
        DataSource original = pool.open(url, postgres.user(), postgres.password());
        try (AutoCloseable unused = closing(original)) {
            DataSource source = TidemarkDataSource.wrap(original, "named");
            try (Connection first = source.getConnection();
                    Connection second = source.getConnection()) {
                assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
                assertThat(first).isNotSameAs(second);
            }

            Counted waits = Counted.byFilter(tidemark, CallKind.POOL)
                    .get((pool.poolName.isEmpty() ? "named" : pool.poolName) + " getConnection");
            assertThat(Objects.requireNonNull(waits).calls()).isEqualTo(3);
            assertThat(waits.errors()).isEqualTo(1);
            assertThat(waits.millis()).isGreaterThan(900);
        }
    }
}
