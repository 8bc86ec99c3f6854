package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.Diagnosis;
import dev.tidemark.query.diagnosis.Diagnosis.Reason;
import dev.tidemark.query.diagnosis.Diagnosis.Span;
import dev.tidemark.query.diagnosis.DiagnosisAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes answers of the diagnosis of the last 15 minutes. */
final class Answers {
    static final Instant START = Instant.parse("2026-11-21T09:30:00Z");
    private static final Span FIGURES = new Span(100, 1.5, 40.0, 60.0, 0, 0);

    private Answers() {}

    /** A time so many seconds after the first answers. */
    static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    static DiagnosisAnswer answer(long judgedUntil, Diagnosis... diagnoses) {
        return answer(judgedUntil, true, diagnoses);
    }

    static DiagnosisAnswer answer(long judgedUntil, boolean complete, Diagnosis... diagnoses) {
        Instant end = at(judgedUntil);
        return new DiagnosisAnswer(
                end.minus(Duration.ofMinutes(15)),
                end,
                "10s",
                null,
                null,
                null,
                end,
                complete,
                9,
                0,
                "text",
                List.of(diagnoses),
                List.of(),
                List.of());
    }

    static Diagnosis slow(String route, long since, String... alsoAffected) {
        return finding("slow", route, since, null, null, null, alsoAffected);
    }

    static Diagnosis over(String route, long since, long until) {
        return finding("slow", route, since, until, null, null);
    }

    /** A slow route whose cause is known. */
    static Diagnosis caused(String route, long since, String culprit, double percent, String... alsoAffected) {
        return finding("slow", route, since, null, culprit, percent, alsoAffected);
    }

    static Diagnosis finding(
            String kind,
            String route,
            long since,
            @Nullable Long until,
            @Nullable String culprit,
            @Nullable Double percent,
            String... alsoAffected) {
        List<Reason> causes = culprit == null
                ? List.of()
                : List.of(new Reason(
                        "slow_statement",
                        percent == null ? 0 : percent,
                        culprit,
                        culprit + " takes longer",
                        "look at its plan",
                        List.of()));
        return new Diagnosis(
                kind,
                "shop GET " + route + " is " + kind + (culprit == null ? ", no cause found" : " because of " + culprit),
                "shop",
                "GET",
                route,
                at(since),
                true,
                until == null ? null : at(until),
                "the last 6 hours",
                FIGURES,
                FIGURES,
                3.0,
                null,
                causes,
                percent == null ? 0.0 : percent,
                List.of("a lock"),
                List.of(),
                List.of(alsoAffected));
    }

    /** The same finding that began before the span of the answer. */
    static Diagnosis sinceBefore(Diagnosis one) {
        return new Diagnosis(
                one.kind(),
                one.text(),
                one.service(),
                one.method(),
                one.route(),
                one.since(),
                false,
                one.until(),
                one.comparedWith(),
                one.before(),
                one.after(),
                one.lostSeconds(),
                one.shift(),
                one.causes(),
                one.explainedPercent(),
                one.ruledOut(),
                one.notChecked(),
                one.alsoAffected());
    }
}
