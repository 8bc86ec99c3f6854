package dev.tidemark.ingest.jdbc;

import dev.tidemark.ingest.call.Call;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that the application reads. With a fetch size, the driver asks the server for more of them in between: then the time of
 * a step that may do so belongs to the statement's call. Without one, the driver has all rows when the execution ends.
 */
final class MeasuredResultSet extends DelegatingResultSet {
    private final MeasuredStatement statement;
    private final Call call;
    /** After how many steps the driver may ask for more rows; that of other steps is not worth reading the clock. */
    private long askedAfter;

    /** The first rows came with the execution. */
    private final int firstSize;

    private long steps;
    private long rows;
    private boolean counted;

    MeasuredResultSet(ResultSet delegate, MeasuredStatement statement, Call call) {
        super(delegate);
        this.statement = statement;
        this.call = call;
        this.firstSize = call.isMeasured() ? fetchSize() : 0;
        this.askedAfter = firstSize == 0 ? Long.MAX_VALUE : 0;
    }

    /** Negative if the driver may ask for each row; zero if it has all of them, or does not tell. */
    private int fetchSize() {
        try {
            return delegate.getFetchSize();
        } catch (SQLException | RuntimeException e) {
            return 0;
        }
    }

    /** Takes effect when the driver asks the next time. */
    @Override
    public void setFetchSize(int rowsOf) throws SQLException {
        delegate.setFetchSize(rowsOf);
        if (askedAfter == Long.MAX_VALUE && call.isMeasured() && fetchSize() != 0) {
            askedAfter = steps;
        }
    }

    @Override
    public boolean next() throws SQLException {
        boolean more;
        if (steps++ == askedAfter) {
            int size = steps == 1 && firstSize != 0 ? firstSize : fetchSize();
            askedAfter = size == 0 ? Long.MAX_VALUE : askedAfter + Math.max(1, size);
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
