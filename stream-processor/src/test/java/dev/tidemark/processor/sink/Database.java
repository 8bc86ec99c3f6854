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

/** A separate database for one test, with the schema. */
public final class Database {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String MIGRATED = "sink_migrated";

    private static boolean sharedServerHasMigrated;

    private final PostgresSettings settings;

    private Database(PostgresSettings settings) {
        this.settings = settings;
    }

    /** Created on the shared server. */
    public static Database migrated() {
        return migrated(Backends.postgres());
    }

    /** Created on the shared server from a migrated template: most tests are shorter than the migrations. */
    public static Database migrated(PostgresServer server) {
        if (server != Backends.postgres()) {
            return migrated(server, nextName());
        }
        synchronized (Database.class) {
            if (!sharedServerHasMigrated) {
                migrated(server, MIGRATED);
                sharedServerHasMigrated = true;
            }
        }
        return of(server, server.copyDatabase(MIGRATED, nextName()));
    }

    private static Database migrated(PostgresServer server, String name) {
        Database database = of(server, server.createDatabase(name));
        new Migrations(database.settings).run(Duration.ofSeconds(60));
        return database;
    }

    public static Database empty(PostgresServer server) {
        return of(server, server.createDatabase(nextName()));
    }

    /** Another database on the shared server with the contents of this one, which must have no sessions. */
    public Database copy() {
        String name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
        return of(Backends.postgres(), Backends.postgres().copyDatabase(name, nextName()));
    }

    private static Database of(PostgresServer server, String url) {
        return new Database(PostgresSettings.of(url, server.user(), server.password()));
    }

    private static String nextName() {
        return "sink_" + NUMBER.incrementAndGet();
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

    /** The first column as text. */
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

    /** A null, such as the sum of no rows, counts as 0. */
    public long number(String sql) {
        String value = value(sql);
        return value.equals("null") ? 0 : Long.parseLong(value);
    }
}
