package dev.tidemark.query.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads all lines of a time span, page by page. Each query covers only a part of the span, longer where lines are rare and shorter
 * where they are frequent; otherwise each page would sort all remaining lines. Not thread-safe.
 */
final class LogPages {
    private static final int LINES = 500;
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final LogQueries queries;
    private final LogFilter filter;
    private final Instant from;
    private Instant to;
    private Duration part = Duration.ofMinutes(1);
    private @Nullable LogCursor cursor;
    private boolean done;

    LogPages(LogQueries queries, LogFilter filter, Since.Span span) {
        this.queries = queries;
        this.filter = filter;
        this.from = span.from();
        this.to = span.to();
    }

    /** Returns the next lines, possibly none; null at the end. */
    @Nullable List<LogSql.Row> next() {
        if (done) {
            return null;
        }
        Instant start = to.minus(part);
        if (start.isBefore(from)) {
            start = from;
        }
        LogQueries.Page page = queries.page(filter, new Since.Span(start, to), cursor, LINES, TextLimits.WHOLE);
        if (page.more()) {
            cursor = page.rows().getLast().cursor();
            part = part.dividedBy(2).compareTo(SHORTEST) < 0 ? SHORTEST : part.dividedBy(2);
        } else {
            to = start;
            part = part.multipliedBy(4);
            done = !start.isAfter(from);
        }
        return page.rows();
    }
}
