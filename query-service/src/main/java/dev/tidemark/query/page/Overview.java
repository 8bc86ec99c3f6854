package dev.tidemark.query.page;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.Wording;
import dev.tidemark.query.freshness.Freshness;
import dev.tidemark.query.range.PageSpan;
import dev.tidemark.query.summary.Summary;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the landing page that is refreshed, formatted.
 *
 * @param status the verdict's status
 * @param verdict the verdict's text
 * @param conditions the worst of the other conditions
 * @param isIncident whether it is about requests, so that the panel of incidents has its evidence
 * @param freshness the age of the data, as text
 * @param ageMs the age of the data, from which the page counts up; null if unknown
 * @param stale whether the data is too old
 * @param empty whether no data was ever stored
 * @param at the time of this overview
 * @param span the span of its figures, in words
 */
public record Overview(
        Verdict.Status status,
        String verdict,
        List<String> conditions,
        boolean isIncident,
        String freshness,
        @Nullable Long ageMs,
        boolean stale,
        boolean empty,
        Instant at,
        String span,
        List<Card> cards) {
    /** The maximum number of conditions shown; the verdict's text has the number of all. */
    private static final int MOST_CONDITIONS = 4;

    static Overview of(Summary summary, PageSpan span, List<Card> cards) {
        Verdict verdict = summary.verdict();
        Freshness freshness = summary.freshness();
        return new Overview(
                verdict.status(),
                verdict.text(),
                rest(verdict),
                verdict.conditions().stream().anyMatch(Overview::isOfRequests),
                words(freshness, verdict),
                freshness.ageMs(),
                freshness.stale(),
                verdict.status() == Verdict.Status.NO_DATA && freshness.newestRequest() == null,
                summary.now(),
                span.words(),
                cards);
    }

    private static boolean isOfRequests(Verdict.Condition condition) {
        return condition.subject().equals("api") && condition.severity().equals(Symptom.Severity.DEGRADED.label());
    }

    /** The time of day in UTC, for readers without scripts. */
    public String clock() {
        return Wording.time(at) + " UTC";
    }

    /** The conditions that the verdict's text does not name. */
    private static List<String> rest(Verdict verdict) {
        return verdict.conditions().stream()
                .map(Verdict.Condition::text)
                .filter(text -> !verdict.text().contains(text))
                .limit(MOST_CONDITIONS)
                .toList();
    }

    private static String words(Freshness freshness, Verdict verdict) {
        if (freshness.ageMs() == null) {
            return verdict.status() == Verdict.Status.DOWN ? "age of the data unknown" : "no data yet";
        }
        return "data " + Wording.age(freshness.ageMs()) + " old";
    }
}
