package dev.tidemark.query.verdict;

import java.util.List;

/**
 * A feature's contribution to the verdict. All beans of this type are asked at the same time for each verdict, so an answer must be
 * quick; an expensive one should be cached for a short time.
 */
public interface SymptomSource {
    /** The name of the data it reads, as the beginning of a sentence: "The hosts". */
    String name();

    /**
     * Returns the current symptoms. If this throws, the missing answer becomes a symptom itself.
     *
     * @throws dev.tidemark.query.store.DatabaseException if it cannot be read
     */
    List<Symptom> symptoms();
}
