package dev.tidemark.query.logs;

import dev.tidemark.query.logs.LogQueries.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All lines of a span, page by page. Each question looks at a part of the span only, which grows where lines are rare and
 * shrinks where they are many: otherwise each page would sort all lines that are still to come. Lines that were logged before
 * the span and arrived in it are the last. Not thread-safe.
 */
final class LogPages {
    private static final int LINES = 500;
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final LogReports reports;
    private final LogFilter filter;
    private final Since.Span span;
    private final Instant from;
    private Instant to;
    private Duration part = Duration.ofMinutes(1);
    private @Nullable LogCursor cursor;
    private boolean late;
    private boolean done;

    LogPages(LogReports reports, LogFilter filter, Since.Span span) {
        this.reports = reports;
        this.filter = filter;
        this.span = span;
        this.from = span.from();
        this.to = span.to();
    }

    /** The next lines, perhaps none of them; null after the last ones. */
    @Nullable List<Row> next() {
        if (done) {
            return null;
        }
        return late ? nextLate() : nextTimely();
    }

    private List<Row> nextTimely() {
        Instant start = to.minus(part);
        if (start.isBefore(from)) {
            start = from;
        }
        LogReports.Page page = reports.page(
                filter, new Since.Span(start, to), LogReports.Arrival.TIMELY, cursor, LINES, TextLimits.WHOLE);
        if (page.more()) {
            cursor = LogCursor.of(page.rows().getLast());
            part = part.dividedBy(2).compareTo(SHORTEST) < 0 ? SHORTEST : part.dividedBy(2);
        } else {
            to = start;
            part = part.multipliedBy(4);
            late = !start.isAfter(from);
            cursor = late ? null : cursor;
        }
        return page.rows();
    }

    private List<Row> nextLate() {
        LogReports.Page page = reports.page(filter, span, LogReports.Arrival.LATE, cursor, LINES, TextLimits.WHOLE);
        done = !page.more();
        cursor = done ? null : LogCursor.of(page.rows().getLast());
        return page.rows();
    }
}
