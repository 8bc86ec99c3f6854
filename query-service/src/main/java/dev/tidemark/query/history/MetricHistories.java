package dev.tidemark.query.history;

import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleHistory;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleSpan;
import dev.tidemark.query.samples.SeriesSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads metrics over a span, stored ones and computed ones. */
@Singleton
final class MetricHistories {
    private final Catalogue catalogue;
    private final SampleHistories samples;
    private final TimeRanges ranges;

    MetricHistories(Catalogue catalogue, SampleHistories samples, TimeRanges ranges) {
        this.catalogue = catalogue;
        this.samples = samples;
        this.ranges = ranges;
    }

    /** The series of {@code query}, and those of the earlier span; without a name, only what there is. */
    MetricHistory of(MetricQuery query, RangeQuery range, @Nullable Comparison comparison) {
        catalogue.checkType(query.type());
        TimeRange span = ranges.of(range);
        Duration step = query.interval() == null
                ? SampleSpan.of(span).step()
                : query.interval().width();
        if (query.names().isEmpty()) {
            return empty(SampleSpan.of(span, step), catalogue.of(query.type()));
        }
        catalogue.checkNames(query.type(), query.names());
        MetricHistory now = read(query, span, SampleSpan.of(span, step));
        if (comparison == null) {
            return now;
        }
        TimeRange earlier = ranges.of(ranges.earlier(range, comparison));
        if (!isComputed(query)) {
            return now.comparedWith(
                    read(query, earlier, SampleSpan.of(span, step).earlier(comparison)));
        }
        // Its windows may be wider already; without a chosen interval, its steps are, too.
        Duration width =
                query.interval() == null && step.compareTo(earlier.tier().size()) < 0
                        ? earlier.tier().size()
                        : step;
        return now.comparedWith(read(query, earlier, SampleSpan.of(earlier, width)));
    }

    private MetricHistory read(MetricQuery query, TimeRange range, SampleSpan span) {
        MetricHistory history = empty(span, null);
        for (Map.Entry<String, List<String>> type : namesByType(query).entrySet()) {
            List<String> stored = new ArrayList<>();
            Map<SeriesSource, List<String>> computed = new HashMap<>();
            for (String name : type.getValue()) {
                SeriesSource source = catalogue.source(type.getKey(), name);
                (source == null ? stored : computed.computeIfAbsent(source, one -> new ArrayList<>())).add(name);
            }
            if (!stored.isEmpty()) {
                history = history.plus(samples.of(samples(query, type.getKey(), stored), span));
            }
            for (Map.Entry<SeriesSource, List<String>> source : computed.entrySet()) {
                SampleHistory read = source.getKey().of(samples(query, type.getKey(), source.getValue()), range, span);
                history = history.plus(read);
            }
        }
        return history;
    }

    private boolean isComputed(MetricQuery query) {
        return namesByType(query).entrySet().stream()
                .anyMatch(type ->
                        type.getValue().stream().anyMatch(name -> catalogue.source(type.getKey(), name) != null));
    }

    /** Which of the names each type has. */
    private Map<String, List<String>> namesByType(MetricQuery query) {
        Map<String, List<String>> names = new TreeMap<>();
        catalogue.of(query.type()).stream()
                .filter(metric -> query.names().contains(metric.name()))
                .forEach(metric -> names.computeIfAbsent(metric.type(), type -> new ArrayList<>())
                        .add(metric.name()));
        return names;
    }

    private static SampleQuery samples(MetricQuery query, String type, List<String> names) {
        SampleQuery samples = SampleQuery.of(type, names).ofService(query.service());
        for (Map.Entry<String, String> label : query.labels().entrySet()) {
            samples = samples.with(label.getKey(), label.getValue());
        }
        return samples;
    }

    private static MetricHistory empty(SampleSpan span, @Nullable List<Catalogue.Metric> metrics) {
        return new MetricHistory(span.from(), span.to(), span.step().toSeconds(), 0, false, List.of(), metrics, null);
    }
}
