package dev.tidemark.processor.faults;

import dev.tidemark.processor.sink.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A gate inside PostgreSQL: while it is closed, a COPY into the requests table pauses in the middle, after some of its
 * rows.
 */
final class MidCopy implements AutoCloseable {
    private static final int LOCK = 4711;
    private static final int PERIOD = 37;

    private final Database database;
    private @Nullable Connection holder;

    MidCopy(Database database) {
        this.database = database;
        database.execute("""
                CREATE SEQUENCE gate_row;
                CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('gate_row') %% %d = 0 THEN
                        PERFORM pg_advisory_xact_lock_shared(%d);
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER gate BEFORE INSERT ON request FOR EACH ROW EXECUTE FUNCTION gate();
                """.formatted(PERIOD, LOCK));
    }

    /** Closes the gate, and returns once a COPY waits at it. */
    void closeAndAwait() throws SQLException {
        Connection connection = database.connect();
        holder = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
        }
        Scenario.await(
                "a paused COPY",
                () -> database.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event = 'advisory' AND query LIKE 'COPY request%'")
                        > 0);
    }

    /** Opens the gate; stopping the server has the same effect. */
    void open() throws SQLException {
        if (holder != null) {
            holder.close();
        }
    }

    @Override
    public void close() throws SQLException {
        open();
    }
}
