package dev.tidemark.query.verdict;

import dev.tidemark.query.parallel.ParallelQuery;
import dev.tidemark.query.parallel.ParallelQuery.Part;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Asks every {@link SymptomSource}. */
@Singleton
public final class Symptoms {
    /** Above all other symptoms of the same severity: if data cannot be read, other symptoms may be missing. */
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

    /** Returns the symptoms of all sources, and one for each missing answer. */
    public static List<Symptom> of(List<Part<List<Symptom>>> parts) {
        List<Symptom> symptoms = new ArrayList<>();
        for (Part<List<Symptom>> part : parts) {
            symptoms.addAll(part.or(failure -> List.of(of(failure))));
        }
        return symptoms;
    }

    /** Returns the symptom for a missing answer; only an unreachable database counts as down. */
    public static Symptom of(ParallelQuery.Failure failure) {
        return switch (failure.kind()) {
            case AWAY -> Symptom.down(failure.text());
            case LATE, FAULT -> Symptom.degraded(Symptom.PIPELINE, LATE_WEIGHT, failure.text());
            // A late answer can delay the others, so it is named first.
            case BUSY -> Symptom.degraded(Symptom.PIPELINE, BUSY_WEIGHT, failure.text());
        };
    }
}
