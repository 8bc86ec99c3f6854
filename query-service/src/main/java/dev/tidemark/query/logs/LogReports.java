package dev.tidemark.query.logs;

import dev.tidemark.query.export.ExportTable;
import dev.tidemark.query.logs.LogQueries.Row;
import dev.tidemark.query.refusal.NotStoredException;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers questions about stored log lines, in pages that are bounded in lines and in size. Holds no connection between two pages. */
@Singleton
final class LogReports {
    /** The size of a page: characters, which are bytes as long as the text is ASCII. */
    private static final long PAGE_WEIGHT = 1 << 20;

    /** Lines arrive at most a week late, according to clocks that differ a little. */
    private static final Duration LATEST = Duration.ofDays(8);

    private final Database store;
    private final LogQueries queries;
    private final JsonMapper json;

    LogReports(@Named(Databases.STORE) Database store, LogQueries queries, JsonMapper json) {
        this.store = store;
        this.queries = queries;
        this.json = json;
    }

    /**
     * Some lines in a row, the newest first.
     *
     * @param rows the lines; at least one if there is any
     * @param more whether there are more behind them
     */
    record Page(List<Row> rows, boolean more) {}

    /** When the lines of {@code span} were logged: in it, or before it if they arrived in it. */
    static Since.Span logged(Since.Span span) {
        return new Since.Span(span.from().minus(LATEST), span.to());
    }

    /** The newest lines of {@code span} behind {@code cursor} that {@code filter} wants, at most {@code max}, with long texts cut. */
    StoredLines list(LogFilter filter, Since.Span span, @Nullable LogCursor cursor, int max) {
        return StoredLines.of(span, page(filter, span, logged(span), cursor, max, TextLimits.LISTED), json);
    }

    /**
     * One line as a whole.
     *
     * @throws NotStoredException if there is none at that position
     */
    StoredLine line(LogCursor line) {
        TextLimits limits = TextLimits.WHOLE;
        List<Row> rows = store.readLong(() -> queries.line(
                line.ts(),
                line.partition(),
                line.offset(),
                Long.MAX_VALUE,
                limits.message(),
                limits.stackTrace(),
                limits.fields(),
                limits.name(),
                limits.field(),
                TextLimits.FIELDS));
        if (rows.isEmpty()) {
            throw new NotStoredException(
                    "There is no stored line at ts " + line.ts() + ", position " + line.position());
        }
        return StoredLine.of(rows.getFirst(), json);
    }

    /** All lines of {@code span} that {@code filter} wants, page by page. */
    ExportTable export(LogFilter filter, Since.Span span) {
        LogPages pages = new LogPages(this, filter, span);
        return ExportTable.of(StoredLine.class, () -> {
                    List<Row> rows = pages.next();
                    return rows == null
                            ? null
                            : rows.stream().map(row -> StoredLine.of(row, json)).toList();
                })
                .jsonOnly("message_bytes", "link");
    }

    /** At most {@code max} lines of {@code span} behind {@code cursor} that {@code filter} wants and that were logged in {@code logged}. */
    Page page(
            LogFilter filter,
            Since.Span span,
            Since.Span logged,
            @Nullable LogCursor cursor,
            int max,
            TextLimits limits) {
        // The cursor's time bounds the scan; the comparison of rows alone would not.
        Instant to = cursor == null ? logged.to() : min(logged.to(), cursor.ts().plus(1, ChronoUnit.MICROS));
        boolean hasLate = logged.from().isBefore(span.from());
        List<Row> found = store.readLong(() -> queries.newest(
                max(span.from(), logged.from()),
                to,
                span.from(),
                hasLate ? span.to() : span.from(),
                logged.from(),
                min(span.from(), to),
                cursor == null ? null : cursor.ts(),
                cursor == null ? null : cursor.partition(),
                cursor == null ? null : cursor.offset(),
                filter.lowestSeverity(),
                filter.highestSeverity(),
                filter.service(),
                filter.traceId(),
                pattern(filter.search()),
                // One more than asked for tells whether there are more.
                max + 1,
                PAGE_WEIGHT,
                limits.message(),
                limits.stackTrace(),
                limits.fields(),
                limits.name(),
                limits.field(),
                TextLimits.FIELDS));
        List<Row> rows = found.stream().limit(max).toList();
        return new Page(rows, !found.isEmpty() && found.getFirst().found() > rows.size());
    }

    private static Instant max(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** A pattern of LIKE for {@code text} anywhere; what means something else in a pattern stands for itself. */
    private static @Nullable String pattern(@Nullable String text) {
        return text == null
                ? null
                : "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
