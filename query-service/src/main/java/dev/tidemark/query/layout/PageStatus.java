package dev.tidemark.query.layout;

import dev.tidemark.query.freshness.Freshness;
import dev.tidemark.query.summary.Summary;
import dev.tidemark.query.verdict.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state that the header of every page shows, formatted.
 *
 * @param health the verdict's status: {@code ok}, {@code degraded}, {@code down}, {@code stale} or {@code no_data}
 * @param word the status as shown
 * @param verdict the verdict's text
 * @param ageMs the age of the stored data; null if unknown
 * @param stale whether the data is too old
 * @param lag the number of records in Kafka that are not stored yet, as text
 * @param dropped the number of events that applications have dropped, as text
 * @param losing whether any were dropped
 */
public record PageStatus(
        String health,
        String word,
        String verdict,
        @Nullable Long ageMs,
        boolean stale,
        String lag,
        String dropped,
        boolean losing) {
    private static final String UNKNOWN = "unknown";

    static PageStatus of(Summary summary) {
        Verdict verdict = summary.verdict();
        Freshness freshness = summary.freshness();
        boolean known = freshness.ageMs() != null;
        String health = verdict.status().toString();
        return new PageStatus(
                health,
                health.replace('_', ' '),
                verdict.text(),
                freshness.ageMs(),
                freshness.stale(),
                known ? count(freshness.lag()) : UNKNOWN,
                known ? count(freshness.dropped()) : UNKNOWN,
                known && freshness.dropped() > 0);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
