package dev.tidemark.query.logs;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import jakarta.inject.Singleton;
import java.util.Set;

/** All stored log lines of a span, newest first. */
@Singleton
final class LogExportSource implements ExportSource {
    private final LogReports reports;
    private final TimeRanges ranges;

    LogExportSource(LogReports reports, TimeRanges ranges) {
        this.reports = reports;
        this.ranges = ranges;
    }

    @Override
    public String table() {
        return "logs";
    }

    @Override
    public String description() {
        return "a stored log line, newest first";
    }

    @Override
    public Set<String> filters() {
        return Set.of("level", "search", "trace_id");
    }

    @Override
    public ExportTable read(ExportQuery query) {
        LogFilter filter =
                LogFilter.of(query.filter("level"), query.service(), query.filter("search"), query.filter("trace_id"));
        TimeRange range = ranges.of(query.range());
        return reports.export(filter, new Since.Span(range.from(), range.to()));
    }
}
