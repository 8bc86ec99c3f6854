package dev.tidemark.query.errors;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.endpoint.ChosenEndpointQueries;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.endpoint.EndpointQuestion;
import dev.tidemark.query.errors.ErrorCountQueries.Counts;
import dev.tidemark.query.errors.ErrorDetailQueries.Detail;
import dev.tidemark.query.errors.ErrorReport.ErrorRow;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TierSegments;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which errors requests had. Counts come from the windows, details from the last request and its log lines. */
@Singleton
final class ErrorReports {
    private final Database store;
    private final TimeRanges ranges;
    private final ChosenEndpointQueries endpoints;
    private final ErrorCountQueries counts;
    private final ErrorDetailQueries details;
    private final AnswerCache<Key, ErrorReport> answers;

    /** @param shift of the earlier span; null for the span itself */
    private record Key(RangeQuery range, @Nullable Comparison shift, EndpointChoice choice, int most) {}

    private record Read(Counts counts, Map<Integer, Detail> details) {}

    ErrorReports(
            @Named(Databases.STORE) Database store,
            TimeRanges ranges,
            ChosenEndpointQueries endpoints,
            ErrorCountQueries counts,
            ErrorDetailQueries details,
            AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.endpoints = endpoints;
        this.counts = counts;
        this.details = details;
        this.answers = caches.create("errors", Duration.ofSeconds(4), ErrorReport::heapBytes);
    }

    ErrorReport of(EndpointQuestion question, int most) {
        Comparison comparison = question.comparison();
        ErrorReport own = of(new Key(question.range(), null, question.choice(), most));
        return comparison == null
                ? own
                : own.comparedWith(of(new Key(question.range(), comparison, question.choice(), most)));
    }

    private ErrorReport of(Key key) {
        return answers.get(key, () -> {
            TimeRange range = ranges.of(key.range, key.shift);
            return answer(range, store.readLong(() -> read(range, key)));
        });
    }

    private Read read(TimeRange range, Key key) {
        Deadline deadline = store.deadline();
        Counts found = counts.counts(TierSegments.of(range), endpoints.of(key.choice), key.most);
        List<ErrorCount> rows = found.rows();
        for (Tier tier : List.of(Tier.ONE_MINUTE, Tier.TEN_SECONDS)) {
            deadline.check();
            rows = counts.narrower(rows, tier);
        }
        deadline.check();
        return new Read(new Counts(rows, found.total(), found.count()), details.details(rows));
    }

    private static ErrorReport answer(TimeRange range, Read read) {
        List<ErrorRow> rows = new ArrayList<>();
        boolean anyUnknown = false;
        List<ErrorCount> counts = read.counts.rows();
        for (int i = 0; i < counts.size(); i++) {
            Detail detail = read.details.getOrDefault(i, Detail.NONE);
            anyUnknown |= detail.ts() == null;
            rows.add(row(counts.get(i), detail));
        }
        return new ErrorReport(
                range.from(),
                range.to(),
                range.tier().label(),
                read.counts.total(),
                read.counts.count(),
                rows,
                anyUnknown
                        ? List.of(new Unknown(
                                List.of("last_status", "last_trace_id"),
                                "the last request with some of these errors is not stored, or its type is beyond the limit of"
                                        + " types",
                                null))
                        : List.of(),
                null);
    }

    private static ErrorRow row(ErrorCount count, Detail detail) {
        Instant ts = detail.ts();
        return new ErrorRow(
                count.series().service(),
                count.series().method(),
                count.series().route(),
                count.type(),
                count.count(),
                count.first().from(),
                ts == null ? count.last().from() : ts,
                detail.status(),
                detail.traceId(),
                detail.message(),
                detail.stackTrace());
    }
}
