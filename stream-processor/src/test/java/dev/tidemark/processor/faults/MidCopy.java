package dev.tidemark.processor.faults;

import dev.tidemark.processor.sink.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A gate inside PostgreSQL: while it is closed, a COPY into the table of requests stands still somewhere in its middle, with some of
 * its rows written and others not.
 */
final class MidCopy implements AutoCloseable {
    private static final int LOCK = 4711;
    private static final int PERIOD = 37;

    private final Database database;
    private final Connection connection;

    MidCopy(Database database) throws SQLException {
        this.database = database;
        this.connection = database.connect();
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

    /** Closes the gate, and returns once a COPY stands before it. */
    void closeAndAwait() throws SQLException {
        execute("SELECT pg_advisory_lock(" + LOCK + ")");
        Stage.await(
                "a COPY that stands still",
                () -> database.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event = 'advisory' AND query LIKE 'COPY request%'")
                        > 0);
    }

    void open() throws SQLException {
        execute("SELECT pg_advisory_unlock_all()");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
