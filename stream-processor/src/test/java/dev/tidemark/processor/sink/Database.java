package dev.tidemark.processor.sink;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.processor.sink.postgres.Migrations;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own for one test, with the schema in it. */
public final class Database {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final PostgresSettings settings;

    private Database(PostgresSettings settings) {
        this.settings = settings;
    }

    /** On the shared server. */
    public static Database migrated() {
        return migrated(Backends.postgres());
    }

    public static Database migrated(PostgresServer server) {
        Database database = empty(server);
        new Migrations(database.settings).run(Duration.ofSeconds(30));
        return database;
    }

    public static Database empty(PostgresServer server) {
        String url = server.createDatabase("sink_" + NUMBER.incrementAndGet());
        return new Database(PostgresSettings.of(url, server.user(), server.password()));
    }

    public PostgresSettings settings() {
        return settings;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column, as text. */
    public List<String> column(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public String value(String sql) {
        return column(sql).get(0);
    }

    /** A null, such as the sum of nothing, is 0. */
    public long number(String sql) {
        String value = value(sql);
        return value.equals("null") ? 0 : Long.parseLong(value);
    }
}
