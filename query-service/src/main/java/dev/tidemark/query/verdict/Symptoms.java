package dev.tidemark.query.verdict;

import dev.tidemark.query.parallel.ParallelQuery;
import dev.tidemark.query.parallel.ParallelQuery.Part;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Asks every {@link SymptomSource}. */
@Singleton
public final class Symptoms {
    /** Above all other symptoms of the same severity: who cannot look sees nothing else either. */
    private static final double LATE_WEIGHT = 201;

    private static final double BUSY_WEIGHT = 200;

    private final List<SymptomSource> sources;

    Symptoms(List<SymptomSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Asks all sources as parts of {@code query}. */
    public List<Part<List<Symptom>>> ask(ParallelQuery query) {
        List<Part<List<Symptom>>> parts = new ArrayList<>();
        for (SymptomSource source : sources) {
            parts.add(query.ask(source.name(), source::symptoms));
        }
        return parts;
    }

    /** What the answers say, and which of them are missing. */
    public static List<Symptom> of(List<Part<List<Symptom>>> parts) {
        List<Symptom> symptoms = new ArrayList<>();
        for (Part<List<Symptom>> part : parts) {
            symptoms.addAll(part.or(failure -> List.of(of(failure))));
        }
        return symptoms;
    }

    /** What it means that something the verdict needs cannot be read: only a database that is away is down. */
    public static Symptom of(ParallelQuery.Failure failure) {
        return switch (failure.kind()) {
            case AWAY -> Symptom.down(failure.text());
            case LATE, FAULT -> Symptom.degraded(Symptom.PIPELINE, LATE_WEIGHT, failure.text());
            // What is late keeps others waiting: it is named first.
            case BUSY -> Symptom.degraded(Symptom.PIPELINE, BUSY_WEIGHT, failure.text());
        };
    }
}
