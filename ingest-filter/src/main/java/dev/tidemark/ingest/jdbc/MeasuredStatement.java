package dev.tidemark.ingest.jdbc;

import dev.tidemark.ingest.call.Call;
import dev.tidemark.ingest.call.Operation;
import dev.tidemark.wire.event.CallKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Measures each execution. The rows of an execution are those that it changed, or those that the application reads. */
class MeasuredStatement extends DelegatingStatement {
    private final MeasuredConnection connection;
    private final @Nullable Operation prepared;

    /** The latest execution. */
    private Call call = Call.unmeasured();

    private boolean rowsAreCounted = true;
    private @Nullable MeasuredResultSet results;
    private @Nullable Operation batch;

    /** @param prepared null if each execution brings its text */
    MeasuredStatement(Statement delegate, MeasuredConnection connection, @Nullable Operation prepared) {
        super(delegate);
        this.connection = connection;
        this.prepared = prepared;
    }

    @Override
    public final Connection getConnection() throws SQLException {
        delegate.getConnection();
        return connection;
    }

    @Override
    public final ResultSet executeQuery(String sql) throws SQLException {
        return read(run(sql, null, () -> delegate.executeQuery(sql)));
    }

    @Override
    public final int executeUpdate(String sql) throws SQLException {
        return changed(run(sql, null, () -> delegate.executeUpdate(sql)));
    }

    @Override
    public final int executeUpdate(String sql, int keys) throws SQLException {
        return changed(run(sql, MeasuredConnection.columns(keys), () -> delegate.executeUpdate(sql, keys)));
    }

    @Override
    public final int executeUpdate(String sql, int[] columns) throws SQLException {
        return changed(run(sql, null, () -> delegate.executeUpdate(sql, columns)));
    }

    @Override
    public final int executeUpdate(String sql, String[] columns) throws SQLException {
        return changed(run(sql, columns, () -> delegate.executeUpdate(sql, columns)));
    }

    @Override
    public final long executeLargeUpdate(String sql) throws SQLException {
        return changedLarge(run(sql, null, () -> delegate.executeLargeUpdate(sql)));
    }

    @Override
    public final long executeLargeUpdate(String sql, int keys) throws SQLException {
        return changedLarge(run(sql, MeasuredConnection.columns(keys), () -> delegate.executeLargeUpdate(sql, keys)));
    }

    @Override
    public final long executeLargeUpdate(String sql, int[] columns) throws SQLException {
        return changedLarge(run(sql, null, () -> delegate.executeLargeUpdate(sql, columns)));
    }

    @Override
    public final long executeLargeUpdate(String sql, String[] columns) throws SQLException {
        return changedLarge(run(sql, columns, () -> delegate.executeLargeUpdate(sql, columns)));
    }

    @Override
    public final boolean execute(String sql) throws SQLException {
        return run(sql, null, () -> delegate.execute(sql));
    }

    @Override
    public final boolean execute(String sql, int keys) throws SQLException {
        return run(sql, MeasuredConnection.columns(keys), () -> delegate.execute(sql, keys));
    }

    @Override
    public final boolean execute(String sql, int[] columns) throws SQLException {
        return run(sql, null, () -> delegate.execute(sql, columns));
    }

    @Override
    public final boolean execute(String sql, String[] columns) throws SQLException {
        return run(sql, columns, () -> delegate.execute(sql, columns));
    }

    @Override
    public final void addBatch(String sql) throws SQLException {
        delegate.addBatch(sql);
        Operation added = connection.database().operations().get(sql).plain();
        batch = batch == null || batch.equals(added)
                ? added
                : connection.database().batch();
    }

    @Override
    public final void clearBatch() throws SQLException {
        delegate.clearBatch();
        batch = null;
    }

    @Override
    public final int[] executeBatch() throws SQLException {
        int[] counts = run(batchOperation(), delegate::executeBatch);
        long rows = 0;
        for (int count : counts) {
            rows += Math.max(0, count);
        }
        changedLarge(rows);
        return counts;
    }

    @Override
    public final long[] executeLargeBatch() throws SQLException {
        long[] counts = run(batchOperation(), delegate::executeLargeBatch);
        long rows = 0;
        for (long count : counts) {
            rows += Math.max(0, count);
        }
        changedLarge(rows);
        return counts;
    }

    private Operation batchOperation() {
        Operation added = batch;
        batch = null;
        if (prepared != null) {
            return prepared;
        }
        return added == null ? connection.database().batch() : added;
    }

    private <R> R run(String sql, String @Nullable [] columns, Execution<R> execution) throws SQLException {
        return run(connection.database().operations().get(sql).withKeys(columns), execution);
    }

    final <R> R run(Operation operation, Execution<R> execution) throws SQLException {
        finishReading();
        connection.executes();
        rowsAreCounted = false;
        Call running = Call.begin(CallKind.DB);
        call = running;
        boolean failed = true;
        try {
            R result = execution.run();
            failed = false;
            return result;
        } finally {
            running.end(operation, failed);
        }
    }

    final int changed(int rows) {
        changedLarge(rows);
        return rows;
    }

    final long changedLarge(long rows) {
        if (!rowsAreCounted && rows >= 0) {
            rowsAreCounted = true;
            call.rows(rows);
        }
        return rows;
    }

    /** An application that calls {@code execute} asks for what it changed, if at all. */
    @Override
    public final int getUpdateCount() throws SQLException {
        return changed(delegate.getUpdateCount());
    }

    @Override
    public final long getLargeUpdateCount() throws SQLException {
        return changedLarge(delegate.getLargeUpdateCount());
    }

    @Override
    public final boolean getMoreResults() throws SQLException {
        boolean more = delegate.getMoreResults();
        finishReading();
        rowsAreCounted = false;
        return more;
    }

    @Override
    public final boolean getMoreResults(int current) throws SQLException {
        boolean more = delegate.getMoreResults(current);
        finishReading();
        rowsAreCounted = false;
        return more;
    }

    @Override
    public final @Nullable ResultSet getResultSet() throws SQLException {
        ResultSet next = delegate.getResultSet();
        return next == null ? null : read(next);
    }

    /** The rows of keys are those that the statement has changed, so they are not counted. */
    @Override
    public final @Nullable ResultSet getGeneratedKeys() throws SQLException {
        ResultSet keys = delegate.getGeneratedKeys();
        return keys == null ? null : new MeasuredResultSet(keys, this, Call.unmeasured());
    }

    /** Some pools wrap the same rows anew each time, so these are told apart by what was called since. */
    final ResultSet read(ResultSet read) {
        MeasuredResultSet known = results;
        if (known == null) {
            known = new MeasuredResultSet(read, this, call);
            results = known;
        }
        return known;
    }

    @Override
    public final void close() throws SQLException {
        finishReading();
        delegate.close();
    }

    private void finishReading() {
        MeasuredResultSet open = results;
        if (open != null) {
            results = null;
            open.countRows();
        }
    }

    interface Execution<R> {
        R run() throws SQLException;
    }
}
