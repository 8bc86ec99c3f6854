package dev.tidemark.query.verdict;

import java.util.List;

/**
 * What a feature contributes to the verdict. Each bean of this type is asked for every verdict, all of them at the same time;
 * so its answer is quick, and kept for a moment where it costs anything.
 */
public interface SymptomSource {
    /** What it reads, as the beginning of a sentence: "The hosts". */
    String name();

    /**
     * What is wrong now; empty if nothing is. What cannot be read is told by the exception, and becomes a symptom by itself.
     *
     * @throws dev.tidemark.query.store.DatabaseException if it cannot be read
     */
    List<Symptom> symptoms();
}
