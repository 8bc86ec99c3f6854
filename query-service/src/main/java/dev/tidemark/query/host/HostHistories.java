package dev.tidemark.query.host;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleSpan;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.metric.Gauge;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what the gauges of the hosts and JVMs were over a span. */
@Singleton
final class HostHistories {
    private final SampleHistories samples;
    private final TimeRanges ranges;

    HostHistories(SampleHistories samples, TimeRanges ranges) {
        this.samples = samples;
        this.ranges = ranges;
    }

    /** Without a history, but with the reason, if it cannot be read: the newest readings are worth showing without it. */
    GaugeHistories of(GaugeGroup group, RangeQuery query, HostFilter filter) {
        return of(group, SampleSpan.of(ranges.of(query)), filter);
    }

    /** The same of the earlier span, in steps of the same width. */
    GaugeHistories earlier(GaugeGroup group, RangeQuery query, Comparison comparison, HostFilter filter) {
        return of(group, SampleSpan.of(ranges.of(query)).earlier(comparison), filter);
    }

    private GaugeHistories of(GaugeGroup group, SampleSpan span, HostFilter filter) {
        try {
            return GaugeHistories.of(samples.of(query(group, filter), span));
        } catch (DatabaseException e) {
            String reason = Objects.requireNonNullElse(e.getMessage(), "the history cannot be read");
            return new GaugeHistories(
                    span.from(),
                    span.to(),
                    span.step().toSeconds(),
                    0,
                    false,
                    Map.of(),
                    List.of(new Unknown(List.of("history"), reason, null)));
        }
    }

    private static SampleQuery query(GaugeGroup group, HostFilter filter) {
        Set<Gauge> gauges = Stream.of(group.ofHosts(), group.ofInstances())
                .flatMap(Set::stream)
                .filter(gauge -> gauge != Gauge.JVM_INFO)
                .collect(Collectors.toUnmodifiableSet());
        return SampleQuery.of(MetricType.SYSTEM.wireName(), GaugeGroup.names(gauges))
                .ofService(filter.service())
                .ofHost(filter.host())
                .thinOut();
    }
}
