package dev.tidemark.demo.database;

import dev.tidemark.demo.fault.Disturbance;
import dev.tidemark.demo.fault.Fault;
import java.sql.SQLException;

/** A session of its own that locks rows and then does nothing: "idle in transaction". */
public final class LockedRows implements Disturbance {

    private static final long LOCKED_MILLIS = 600_000;

    private final Database database;
    private final String application;
    private final String statement;

    /**
     * @param application the name of the session in {@code pg_stat_activity}
     * @param statement locks the rows
     */
    public LockedRows(Database database, String application, String statement) {
        this.database = database;
        this.application = application;
        this.statement = statement;
    }

    @Override
    public Fault fault() {
        return Fault.LOCK;
    }

    @Override
    public void step() throws SQLException, InterruptedException {
        try (var connection = database.open(application)) {
            connection.setAutoCommit(false);
            try (var lock = connection.createStatement()) {
                lock.execute(statement);
                Thread.sleep(LOCKED_MILLIS);
            } finally {
                connection.rollback();
            }
        }
    }
}
