package dev.tidemark.demo.database;

import dev.tidemark.demo.fault.Disturbance;
import dev.tidemark.demo.fault.Fault;
import java.sql.SQLException;

/** Drops an index, and creates it again at the end. A new start of the application creates it, too. */
public final class LostIndex implements Disturbance {

    private static final long LOOK_MILLIS = 1_000;

    private final Database database;
    private final String drop;
    private final String create;

    /**
     * @param drop drops the index if it exists
     * @param create creates it if it does not exist
     */
    public LostIndex(Database database, String drop, String create) {
        this.database = database;
        this.drop = drop;
        this.create = create;
    }

    @Override
    public Fault fault() {
        return Fault.BAD_PLAN;
    }

    @Override
    public void step() throws SQLException, InterruptedException {
        define(drop);
        Thread.sleep(LOOK_MILLIS);
    }

    @Override
    public void end() throws SQLException {
        define(create);
    }

    private void define(String statement) throws SQLException {
        try (var connection = database.open("schema");
                var definition = connection.createStatement()) {
            definition.execute("SET statement_timeout = '60s'");
            definition.execute(statement);
        }
    }
}
