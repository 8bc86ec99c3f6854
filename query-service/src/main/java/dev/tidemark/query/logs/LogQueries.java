package dev.tidemark.query.logs;

import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads stored log lines in pages that are bounded in lines and in size. Holds no connection between pages. */
@Singleton
final class LogQueries {
    /** The size of a page in characters; for ASCII text that is the number of bytes. */
    static final int PAGE_WEIGHT = 1 << 20;

    private final Database store;

    LogQueries(@Named(Databases.STORE) Database store) {
        this.store = store;
    }

    /**
     * One page of lines, newest first.
     *
     * @param rows the lines; at least one if any match
     * @param more whether older lines match, too
     */
    record Page(List<LogSql.Row> rows, boolean more) {}

    /** Reads at most {@code max} lines of {@code span} that are older than {@code cursor} and match {@code filter}. */
    Page page(LogFilter filter, Since.Span span, @Nullable LogCursor cursor, int max, TextLimits limits) {
        // One row more than requested tells whether there are more.
        LogSql.Rows found = store.readLong(
                connection -> LogSql.newest(connection, filter, span, cursor, max + 1, PAGE_WEIGHT, limits));
        List<LogSql.Row> rows = found.rows().stream().limit(max).toList();
        return new Page(rows, found.found() > rows.size());
    }

    /** Reads one stored line; null if there is none. */
    LogSql.@Nullable Row line(LogCursor line) {
        List<LogSql.Row> rows = store.readLong(connection -> LogSql.line(connection, line, TextLimits.WHOLE))
                .rows();
        return rows.isEmpty() ? null : rows.getFirst();
    }
}
