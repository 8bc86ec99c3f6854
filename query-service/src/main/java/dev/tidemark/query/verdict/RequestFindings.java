package dev.tidemark.query.verdict;

import org.jspecify.annotations.Nullable;

/** What is wrong with the requests at present, so that cards and figures agree with the verdict. Asking reads nothing. Thread-safe. */
public interface RequestFindings {
    /**
     * Whether anything is.
     *
     * @param service only that; null for all
     */
    boolean isWrong(@Nullable String service);

    /** Whether more requests than usual are answered 4xx or 5xx. */
    boolean isFailing(@Nullable String service);

    /** Whether requests take longer than usual. */
    boolean isSlow(@Nullable String service);
}
