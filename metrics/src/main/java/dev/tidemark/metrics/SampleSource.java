package dev.tidemark.metrics;

import java.util.ArrayList;
import java.util.List;

/** A part that has metrics. {@link #samples()} is called on any thread and must not block. */
@FunctionalInterface
public interface SampleSource {
    List<Sample> samples();

    /** Joins the samples of several sources. */
    static SampleSource of(List<SampleSource> parts) {
        List<SampleSource> all = List.copyOf(parts);
        return () -> {
            List<Sample> samples = new ArrayList<>();
            all.forEach(part -> samples.addAll(part.samples()));
            return samples;
        };
    }
}
