package dev.tidemark.query.history;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleSpan;
import dev.tidemark.query.samples.SeriesSource;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All series of a span, however many there are. */
@Singleton
final class MetricExport implements ExportSource {
    private final Catalogue catalogue;
    private final SampleHistories samples;
    private final TimeRanges ranges;

    MetricExport(Catalogue catalogue, SampleHistories samples, TimeRanges ranges) {
        this.catalogue = catalogue;
        this.samples = samples;
        this.ranges = ranges;
    }

    @Override
    public String table() {
        return "metrics";
    }

    @Override
    public String description() {
        return "a step of a series: what the filters and the collector read, and requests by endpoint";
    }

    @Override
    public Set<String> filters() {
        return Set.of("type", "name", "label", "interval");
    }

    @Override
    public ExportTable read(ExportQuery query) {
        MetricQuery wanted = MetricQuery.of(
                query.filter("type"), query.filter("name"), query.service(), query.labels(), query.filter("interval"));
        catalogue.checkType(wanted.type());
        catalogue.checkNames(wanted.type(), wanted.names());
        TimeRange range = ranges.of(query.range());
        SampleSpan span = wanted.interval() == null
                ? SampleSpan.of(range)
                : SampleSpan.of(range, wanted.interval().width());
        return ExportTable.of(MetricRow.class, new Pages(wanted, range, span));
    }

    /** The computed series, one name at a time, then the stored ones in the order of their ids. */
    private final class Pages implements ExportTable.Pages<MetricRow> {
        private final MetricQuery query;
        private final TimeRange range;
        private final SampleSpan span;
        private final Deque<Catalogue.Metric> computed;
        private final Deque<String> names;
        private int lastId;

        Pages(MetricQuery query, TimeRange range, SampleSpan span) {
            this.query = query;
            this.range = range;
            this.span = span;
            this.computed = new ArrayDeque<>(catalogue.of(query.type()).stream()
                    .filter(metric -> catalogue.source(metric.type(), metric.name()) != null)
                    .filter(metric -> query.names().isEmpty() || query.names().contains(metric.name()))
                    // Labels of samples are others.
                    .filter(metric -> query.labels().isEmpty()
                            || metric.type().equals(query.type())
                            || query.names().contains(metric.name()))
                    .toList());
            this.names = new ArrayDeque<>(query.names());
        }

        @Override
        public @Nullable List<MetricRow> next() {
            Catalogue.Metric metric = computed.peek();
            if (metric != null) {
                List<MetricRow> rows = read(metric);
                computed.remove();
                return rows;
            }
            return nextStored();
        }

        private List<MetricRow> read(Catalogue.Metric metric) {
            SeriesSource source = catalogue.source(metric.type(), metric.name());
            if (source == null) {
                return List.of();
            }
            SampleQuery one = new SampleQuery(
                    metric.type(), List.of(metric.name()), query.labels(), query.service(), null, false);
            return MetricRow.of(source.of(one, range, span));
        }

        private @Nullable List<MetricRow> nextStored() {
            String name = names.peek();
            if (name == null && !query.names().isEmpty()) {
                return null;
            }
            SampleHistories.Page page = samples.page(query.type(), name, query.labels(), query.service(), span, lastId);
            if (page != null) {
                lastId = page.lastId();
                return MetricRow.of(page.history());
            }
            names.poll();
            lastId = 0;
            return names.isEmpty() ? null : List.of();
        }
    }
}
