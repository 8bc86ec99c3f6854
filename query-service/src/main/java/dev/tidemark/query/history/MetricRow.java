package dev.tidemark.query.history;

import dev.tidemark.query.samples.SampleHistory;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step of a series as a line of a file; its fields are those of {@link MetricHistory}. */
@Serdeable
record MetricRow(
        Instant ts,
        String type,
        String name,
        String service,
        @Nullable String instance,
        Map<String, String> labels,
        double value,
        double max,
        long count) {

    static List<MetricRow> of(SampleHistory history) {
        return MetricHistory.lines(history).stream()
                .flatMap(line -> line.points().stream()
                        .map(point -> new MetricRow(
                                point.ts(),
                                line.type(),
                                line.name(),
                                line.service(),
                                line.instance(),
                                line.labels(),
                                point.value(),
                                point.max(),
                                point.count())))
                .toList();
    }
}
