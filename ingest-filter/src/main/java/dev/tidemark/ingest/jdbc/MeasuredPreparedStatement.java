package dev.tidemark.ingest.jdbc;

import dev.tidemark.ingest.call.Operation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Measures each execution of a statement that was prepared. */
class MeasuredPreparedStatement extends DelegatingPreparedStatement {
    private final Operation operation;
    private final PreparedStatement statement;

    MeasuredPreparedStatement(PreparedStatement delegate, MeasuredConnection connection, Operation operation) {
        super(delegate, connection, operation);
        this.operation = operation;
        this.statement = delegate;
    }

    @Override
    public final ResultSet executeQuery() throws SQLException {
        return read(run(operation, statement::executeQuery));
    }

    @Override
    public final int executeUpdate() throws SQLException {
        return changed(run(operation, statement::executeUpdate));
    }

    @Override
    public final long executeLargeUpdate() throws SQLException {
        return changedLarge(run(operation, statement::executeLargeUpdate));
    }

    @Override
    public final boolean execute() throws SQLException {
        return run(operation, statement::execute);
    }
}
