package dev.tidemark.query.host;

import dev.tidemark.query.samples.SampleReading;
import dev.tidemark.wire.metric.Gauge;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest sample of a series; {@code item} is only set for gauges with a label. */
record Sample(
        String host,
        @Nullable String service,
        @Nullable String instance,
        @Nullable String item,
        String name,
        Instant at,
        double value) {

    static Sample of(SampleReading reading) {
        return new Sample(
                host(reading.labels(), reading.instance(), reading.service()),
                reading.service(),
                reading.instance(),
                item(reading.name(), reading.labels()),
                reading.name(),
                reading.at(),
                reading.value());
    }

    /** Old filters did not name the host. */
    static String host(Map<String, String> labels, @Nullable String instance, String service) {
        return Objects.requireNonNullElse(labels.get("host"), Objects.requireNonNullElse(instance, service));
    }

    /** Which of several things the gauge describes; null if there is only one. */
    static @Nullable String item(String name, Map<String, String> labels) {
        Gauge gauge = GaugeGroup.named(name);
        String label = gauge == null ? null : gauge.label();
        return label == null ? null : labels.get(label);
    }
}
