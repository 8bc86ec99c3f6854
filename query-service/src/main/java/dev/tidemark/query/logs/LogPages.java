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
    private static final Duration FIRST = Duration.ofMinutes(1);

    /** Late lines are rare, and may have been logged at any time of a week. */
    private static final Duration FIRST_LATE = Duration.ofHours(1);

    private final LogReports reports;
    private final LogFilter filter;
    private final Since.Span span;
    private final Instant oldest;
    private Instant from;
    private Instant to;
    private Duration part = FIRST;
    private @Nullable LogCursor cursor;

    LogPages(LogReports reports, LogFilter filter, Since.Span span) {
        this.reports = reports;
        this.filter = filter;
        this.span = span;
        this.oldest = LogReports.logged(span).from();
        this.from = span.from();
        this.to = span.to();
    }

    /** The next lines, perhaps none of them; null after the last ones. */
    @Nullable List<Row> next() {
        if (!to.isAfter(from)) {
            if (!from.isAfter(oldest)) {
                return null;
            }
            from = oldest;
            part = FIRST_LATE;
        }
        Instant start = to.minus(part);
        if (start.isBefore(from)) {
            start = from;
        }
        LogReports.Page page = reports.page(filter, span, new Since.Span(start, to), cursor, LINES, TextLimits.WHOLE);
        if (page.more()) {
            cursor = LogCursor.of(page.rows().getLast());
            part = part.dividedBy(2).compareTo(SHORTEST) < 0 ? SHORTEST : part.dividedBy(2);
        } else {
            to = start;
            part = part.multipliedBy(4);
        }
        return page.rows();
    }
}
