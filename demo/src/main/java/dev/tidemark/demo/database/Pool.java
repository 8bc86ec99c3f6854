package dev.tidemark.demo.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.settings.PostgresLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Creates the connection pool; PostgreSQL need not be up. */
final class Pool {

    private static final Duration VALIDATION = Duration.ofMillis(500);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private Pool() {}

    static HikariDataSource of(DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setPoolName(settings.application());
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(2);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(settings.patience().toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setInitializationFailTimeout(-1);
        PostgresLogin.ownServer(settings.password()).forEach(config::addDataSourceProperty);
        config.addDataSourceProperty("ApplicationName", settings.application());
        config.addDataSourceProperty("connectTimeout", "2");
        // Longer than any statement, so only a server that hangs exceeds it.
        config.addDataSourceProperty("socketTimeout", "10");
        config.addDataSourceProperty(
                "options", "-c statement_timeout=" + settings.statementTimeout().toMillis());
        return new HikariDataSource(config);
    }

    /** A session outside of a pool; {@code application} is its name in {@code pg_stat_activity}. */
    static Connection open(DatabaseSettings settings, String application) throws SQLException {
        var properties = new Properties();
        properties.putAll(PostgresLogin.ownServer(settings.password()));
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", application);
        properties.setProperty("connectTimeout", "2");
        return DriverManager.getConnection(settings.url(), properties);
    }
}
