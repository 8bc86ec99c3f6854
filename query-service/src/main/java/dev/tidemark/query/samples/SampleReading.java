package dev.tidemark.query.samples;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest sample of a series; its fields are those of {@link SampleSeries}. */
public record SampleReading(
        String service, @Nullable String instance, String name, Map<String, String> labels, Instant at, double value) {
    public SampleReading {
        labels = Map.copyOf(labels);
    }

    /** The host that it describes, as in {@link SampleQuery#host()}. */
    public String host() {
        return labels.getOrDefault("host", Objects.requireNonNullElse(instance, service));
    }
}
