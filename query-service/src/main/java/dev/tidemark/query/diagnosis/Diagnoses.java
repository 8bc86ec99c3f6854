package dev.tidemark.query.diagnosis;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.diagnosis.DiagnosisQueries.Scope;
import dev.tidemark.query.diagnosis.Investigator.Result;
import dev.tidemark.query.diagnosis.cause.Cause;
import dev.tidemark.query.diagnosis.detect.Deviation.Kind;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.StoredRequests;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.Deadline;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what is not as usual in a span, and why. The same windows give the same answer. Thread-safe. */
@Singleton
final class Diagnoses {
    private static final Duration LIFE = Duration.ofSeconds(3);
    /** The causes of more are not looked for. */
    static final int MOST_DIAGNOSES = 20;
    /** After this time, what was found is answered without further causes. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Database store;
    private final TimeRanges ranges;
    private final StoredRequests requests;
    private final Judge judge;
    private final Investigator investigator;
    private final AnswerCache<Key, DiagnosisAnswer> cache;

    private record Key(RangeQuery range, Scope scope) {}

    Diagnoses(
            @Named(Databases.STORE) Database store,
            TimeRanges ranges,
            StoredRequests requests,
            Judge judge,
            Investigator investigator,
            AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.requests = requests;
        this.judge = judge;
        this.investigator = investigator;
        this.cache = caches.create("diagnoses", LIFE, DiagnosisAnswer::heapBytes);
    }

    /** What is not as usual in the span of {@code query}, of at most a day in windows of a minute or less. */
    DiagnosisAnswer of(RangeQuery query, Scope scope) {
        TimeRange range = ranges.withCalls(query);
        if (range.tier() == Tier.ONE_HOUR) {
            throw new InvalidParameterException("from " + range.from() + " to " + range.to()
                    + ": expected a span of at most 24 hours, of which windows of a minute are still stored");
        }
        return cache.get(new Key(query, scope), () -> {
            Instant stored = requests.until();
            return store.readLong(() -> read(range, scope, stored));
        });
    }

    /** The same, not from the cache, for {@link DiagnosisWatch}. */
    DiagnosisAnswer newest(RangeQuery query, Scope scope) {
        TimeRange range = ranges.withCalls(query);
        Instant stored = requests.until();
        return store.readAgain(() -> read(range, scope, stored));
    }

    private DiagnosisAnswer read(TimeRange range, Scope scope, @Nullable Instant stored) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Deadline deadline = store.deadline();
        Judge.Findings findings = judge.judge(range, scope, stored, deadline);
        Investigator.Case open = investigator.open(findings, range.now(), deadline);
        List<Result> results = new ArrayList<>();
        List<Unknown> unknown = new ArrayList<>();
        for (Judged judged : findings.found()) {
            if (results.size() == MOST_DIAGNOSES || System.nanoTime() - end > 0) {
                unknown.add(new Unknown(
                        List.of("diagnoses"),
                        results.size() == MOST_DIAGNOSES
                                ? "more than " + MOST_DIAGNOSES + " endpoints are not as usual, of which "
                                        + (findings.found().size() - MOST_DIAGNOSES) + " were left out"
                                : "the time did not suffice for "
                                        + (findings.found().size() - results.size()) + " of "
                                        + findings.found().size() + " findings",
                        "ask for one service or route"));
                break;
            }
            results.add(open.investigate(judged));
        }
        if (findings.isCut()) {
            unknown.add(new Unknown(
                    List.of("endpoints"),
                    "only the " + findings.endpoints().size()
                            + " endpoints that take most time or fail most were judged",
                    "ask for one service or a shorter span"));
        }
        List<Diagnosis> diagnoses =
                grouped(results.stream().map(result -> result.with(results)).toList());
        return new DiagnosisAnswer(
                range.from(),
                range.to(),
                range.tier().label(),
                scope.service(),
                scope.method(),
                scope.route(),
                findings.complete(),
                unknown.stream().noneMatch(each -> each.fields().contains("diagnoses")),
                findings.endpoints().size(),
                findings.withoutBaseline(),
                text(findings, diagnoses),
                diagnoses,
                unknown,
                findings.notes().stream().limit(MOST_DIAGNOSES).map(open::note).toList());
    }

    private static String text(Judge.Findings findings, List<Diagnosis> diagnoses) {
        int endpoints = findings.endpoints().size();
        if (!diagnoses.isEmpty()) {
            return diagnoses.getFirst().text();
        }
        if (endpoints == 0) {
            return "There were no requests to judge";
        }
        return findings.withoutBaseline() == endpoints
                ? "Nothing failed; what is usual is not known yet"
                : "Nothing is unusual";
    }

    /** What has the same cause is one diagnosis, that of the endpoint that matters most. */
    private static List<Diagnosis> grouped(List<Result> results) {
        Map<String, List<Result>> groups = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            groups.computeIfAbsent(key(results.get(i), i), key -> new ArrayList<>())
                    .add(results.get(i));
        }
        return groups.values().stream().map(Diagnoses::diagnosis).toList();
    }

    private static String key(Result result, int index) {
        if (!result.explanation().isEnough()) {
            return "#" + index;
        }
        Cause first = result.explanation().causes().getFirst();
        Cause root = first.root();
        // An endpoint downstream that is slow itself has the cause that its caller names in the end.
        return root.kind() + " " + root.culprit() + " "
                + result.judged().deviation().kind();
    }

    private static Diagnosis diagnosis(List<Result> group) {
        Result result = group.getFirst();
        List<String> others = group.stream()
                .map(other -> other.shift().text())
                .distinct()
                .filter(name -> !name.equals(result.shift().text()))
                .toList();
        var judged = result.judged();
        var deviation = judged.deviation();
        var shift = result.shift();
        var explanation = result.explanation();
        var endpoint = judged.endpoint();
        Double mean = shift.after().meanMillis();
        Double usual = shift.before().meanMillis();
        boolean isSlow = deviation.kind() == Kind.SLOW && mean != null && usual != null;
        var attribution = shift.attribution();
        return new Diagnosis(
                deviation.kind().label(),
                Sentence.of(result, others.size()),
                judged.service(),
                endpoint == null ? null : endpoint.method(),
                endpoint == null ? null : endpoint.route(),
                deviation.onset(),
                deviation.isOnsetExact(),
                deviation.end(),
                deviation.baseline() == null
                        ? "the last hour"
                        : deviation.baseline().source().text(),
                Diagnosis.Span.of(shift.before()),
                Diagnosis.Span.of(shift.after()),
                isSlow && mean != null && usual != null
                        ? (Double) Rounding.two(
                                (mean - usual) / 1000 * shift.after().requests())
                        : null,
                attribution == null || !isSlow ? null : Diagnosis.Shift.of(attribution),
                explanation.causes().stream().map(Diagnosis.Reason::of).toList(),
                Rounding.two(100 * explanation.explained()),
                explanation.ruledOut(),
                explanation.notChecked(),
                others);
    }
}
