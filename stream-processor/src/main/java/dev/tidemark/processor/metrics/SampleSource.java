package dev.tidemark.processor.metrics;

import java.util.ArrayList;
import java.util.List;

/** A part that counts. {@link #samples()} is called by any thread and must not wait for anything. */
@FunctionalInterface
public interface SampleSource {
    List<Sample> samples();

    /** Those of several parts, one after the other. */
    static SampleSource of(List<SampleSource> parts) {
        List<SampleSource> all = List.copyOf(parts);
        return () -> {
            List<Sample> samples = new ArrayList<>();
            all.forEach(part -> samples.addAll(part.samples()));
            return samples;
        };
    }
}
