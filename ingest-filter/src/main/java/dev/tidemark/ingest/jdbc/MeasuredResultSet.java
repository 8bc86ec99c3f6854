package dev.tidemark.ingest.jdbc;

import dev.tidemark.ingest.call.Call;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that the application reads. With a fetch size, the driver asks the server for more of them in between: then the time of
 * each step belongs to the statement's call. Without one, the driver has all rows when the execution ends.
 */
final class MeasuredResultSet extends DelegatingResultSet {
    private final MeasuredStatement statement;
    private final Call call;
    private final boolean waits;
    private long rows;
    private boolean counted;

    MeasuredResultSet(ResultSet delegate, MeasuredStatement statement, Call call) {
        super(delegate);
        this.statement = statement;
        this.call = call;
        this.waits = call.isMeasured() && hasFetchSize(delegate);
    }

    private static boolean hasFetchSize(ResultSet results) {
        try {
            return results.getFetchSize() != 0;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public boolean next() throws SQLException {
        boolean more;
        if (waits) {
            call.resume();
            try {
                more = delegate.next();
            } finally {
                call.pause();
            }
        } else {
            more = delegate.next();
        }
        if (more) {
            rows++;
        } else {
            countRows();
        }
        return more;
    }

    @Override
    public void close() throws SQLException {
        countRows();
        delegate.close();
    }

    /** Adds the rows since the last time, also if there are none. */
    void countRows() {
        if (rows > 0 || !counted) {
            call.rows(rows);
            rows = 0;
            counted = true;
        }
    }

    /** The driver's, which is closed, throws what it throws without us. */
    @Override
    public @Nullable Statement getStatement() throws SQLException {
        return delegate.getStatement() == null ? null : statement;
    }
}
