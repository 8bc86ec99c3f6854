package dev.tidemark.query.collector;

import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.DedicatedConnection;
import dev.tidemark.query.store.DedicatedConnections;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** Takes the lock of the collector in Tidemark's database. It belongs to the session, so it is lost with the connection. */
@Singleton
final class ElectionQueries {
    /** The application's name of the session. */
    static final String APPLICATION = "tidemark-election";

    private static final String LOCK = "1414088013, 1";
    private static final String TAKE = "SELECT pg_try_advisory_lock(" + LOCK + ")";
    private static final String HOLDS = """
            SELECT EXISTS (
                SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid() AND classid = 1414088013 AND objid = 1)
            """;

    private static final String OTHERS = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = '"
            + APPLICATION + "' AND datname = current_database() AND pid <> pg_backend_pid())";

    private final DedicatedConnection connection;

    ElectionQueries(@Named(Databases.STORE) DedicatedConnections connections) {
        // The server ends the session of an instance that is frozen, or whose machine is gone, and with it the lock.
        this.connection = connections.create(
                APPLICATION,
                Duration.ofSeconds(2),
                Map.of("idle_session_timeout", Long.toString(Election.SESSION.toMillis())));
    }

    /** Takes the lock if nobody has it; returns whether it did. */
    boolean take() {
        return is(TAKE);
    }

    /** Returns whether this session still has the lock. */
    boolean holds() {
        return is(HOLDS);
    }

    /** Returns whether another instance is there that could take the lock. */
    boolean hasOthers() {
        return is(OTHERS);
    }

    private boolean is(String sql) {
        return connection.ask(open -> is(open, sql));
    }

    private static boolean is(Connection open, String sql) throws SQLException {
        try (var statement = open.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Releases the lock. */
    @PreDestroy
    void close() {
        connection.close();
    }
}
