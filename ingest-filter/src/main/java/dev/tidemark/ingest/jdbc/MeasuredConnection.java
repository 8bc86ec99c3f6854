package dev.tidemark.ingest.jdbc;

import dev.tidemark.ingest.call.Call;
import dev.tidemark.ingest.call.Operation;
import dev.tidemark.wire.event.CallKind;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Hands out statements that measure, and measures the ends of transactions. */
final class MeasuredConnection extends DelegatingConnection {
    private final Database database;

    /** Whether the server may have begun a transaction. Without one, its end is not sent to it. */
    private boolean inTransaction;

    /** Whether the application has objects that use the connection without telling. */
    private boolean escaped;

    MeasuredConnection(Connection delegate, Database database) {
        super(delegate);
        this.database = database;
    }

    Database database() {
        return database;
    }

    void executes() {
        inTransaction = true;
    }

    void escapes() {
        escaped = true;
    }

    @Override
    public Statement createStatement() throws SQLException {
        return measured(delegate.createStatement());
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return measured(delegate.createStatement(type, concurrency));
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        return measured(delegate.createStatement(type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return measured(delegate.prepareStatement(sql), sql, null);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
        return measured(delegate.prepareStatement(sql, keys), sql, columns(keys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
        return measured(delegate.prepareStatement(sql, columns), sql, null);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
        return measured(delegate.prepareStatement(sql, columns), sql, columns);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return measured(delegate.prepareStatement(sql, type, concurrency), sql, null);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return measured(delegate.prepareStatement(sql, type, concurrency, holdability), sql, null);
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return measured(delegate.prepareCall(sql), sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return measured(delegate.prepareCall(sql, type, concurrency), sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return measured(delegate.prepareCall(sql, type, concurrency, holdability), sql);
    }

    /** The columns of generated keys that a flag asks for. */
    static String @Nullable [] columns(int keys) {
        return keys == Statement.RETURN_GENERATED_KEYS ? StatementOperation.ALL : null;
    }

    private Statement measured(Statement statement) {
        return new MeasuredStatement(statement, this, null);
    }

    private PreparedStatement measured(PreparedStatement statement, String sql, String @Nullable [] columns) {
        return new MeasuredPreparedStatement(
                statement, this, database.operations().get(sql).withKeys(columns));
    }

    private CallableStatement measured(CallableStatement statement, String sql) {
        return new MeasuredCallableStatement(
                statement, this, database.operations().get(sql).plain());
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        escaped = true;
        return new MeasuredMetaData(delegate.getMetaData(), this);
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        inTransaction = true;
        return delegate.setSavepoint();
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        inTransaction = true;
        return delegate.setSavepoint(name);
    }

    @Override
    public void commit() throws SQLException {
        end(database.commit(), delegate::commit);
    }

    @Override
    public void rollback() throws SQLException {
        end(database.rollback(), delegate::rollback);
    }

    /** Commits a transaction that is open. */
    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        if (autoCommit) {
            end(database.commit(), () -> delegate.setAutoCommit(true));
        } else {
            boolean begins = !isManual();
            delegate.setAutoCommit(false);
            inTransaction &= !begins;
        }
    }

    private void end(Operation operation, End end) throws SQLException {
        Call call = (inTransaction || escaped) && isManual() ? Call.begin(CallKind.DB) : Call.unmeasured();
        boolean failed = true;
        try {
            end.run();
            failed = false;
        } finally {
            call.end(operation, failed);
            inTransaction = false;
        }
    }

    private boolean isManual() {
        try {
            return !delegate.getAutoCommit();
        } catch (SQLException e) {
            return false;
        }
    }

    private interface End {
        void run() throws SQLException;
    }
}
