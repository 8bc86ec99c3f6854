package dev.tidemark.demo.database;

import dev.tidemark.demo.fault.Disturbance;
import dev.tidemark.demo.fault.Fault;
import java.sql.SQLException;

/** Borrows connections of the application's pool and does nothing with them, so that requests wait for one. */
public final class BorrowedConnections implements Disturbance {

    private static final long KEPT_MILLIS = 330;
    private static final int PER_CONNECTION = 2;

    private final Database database;
    private final int connections;

    /** @param connections how many the pool has */
    public BorrowedConnections(Database database, int connections) {
        this.database = database;
        this.connections = connections;
    }

    @Override
    public Fault fault() {
        return Fault.POOL;
    }

    @Override
    public int threads() {
        return PER_CONNECTION * connections;
    }

    @Override
    public void step() throws SQLException, InterruptedException {
        try (var connection = database.borrow()) {
            Thread.sleep(KEPT_MILLIS);
        }
    }
}
