package dev.tidemark.query.page;

import dev.tidemark.query.freshness.Freshness;
import dev.tidemark.query.summary.Summary;
import dev.tidemark.query.verdict.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state in the header of every page, ready to be drawn.
 *
 * @param health the verdict's status: {@code ok}, {@code degraded}, {@code down}, {@code stale} or {@code no_data}
 * @param word the same in words
 * @param verdict the verdict's line
 * @param ageMs how old the stored data is; null if that is unknown
 * @param stale whether that is too old
 * @param lag how many records wait in Kafka to be stored, in words
 * @param dropped how many events applications have dropped, in words
 * @param losing whether any were
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
