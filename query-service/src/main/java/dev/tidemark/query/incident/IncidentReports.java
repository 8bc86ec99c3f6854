package dev.tidemark.query.incident;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.diagnosis.InstanceStarts;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.incident.IncidentQueries.Watch;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.refusal.NotStoredException;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which incidents there were. */
@Singleton
final class IncidentReports {
    private final Database store;
    private final TimeRanges ranges;
    private final IncidentQueries queries;
    private final InstanceStarts starts;
    private final DiagnosisJson json;
    private final IncidentRecorder recorder;
    private final AnswerCache<Question, IncidentList> answers;

    /**
     * What is asked for.
     *
     * @param service null for all
     * @param before null to begin with the newest
     */
    record Question(
            RangeQuery range,
            @Nullable String service,
            @Nullable IncidentCursor before,
            int most) {}

    IncidentReports(
            @Named(Databases.STORE) Database store,
            TimeRanges ranges,
            IncidentQueries queries,
            InstanceStarts starts,
            DiagnosisJson json,
            IncidentRecorder recorder,
            AnswerCaches caches) {
        this.store = store;
        this.ranges = ranges;
        this.queries = queries;
        this.starts = starts;
        this.json = json;
        this.recorder = recorder;
        this.answers = caches.create("incidents", Duration.ofSeconds(2), IncidentList::heapBytes);
    }

    IncidentList of(Question question) {
        TimeRange range = ranges.of(question.range);
        return answers.get(question, () -> store.readLong(() -> read(range, question)));
    }

    private IncidentList read(TimeRange range, Question question) {
        List<IncidentRow> rows =
                queries.list(range.from(), range.to(), question.service, question.before, question.most + 1);
        boolean isMore = rows.size() > question.most;
        List<IncidentRow> page = isMore ? List.copyOf(rows.subList(0, question.most)) : List.copyOf(rows);
        Watch watch = queries.watch().orElse(null);
        return new IncidentList(
                range.from(),
                range.to(),
                question.service,
                watch == null ? null : watch.since(),
                watch == null ? null : watch.judgedUntil(),
                page,
                isMore ? IncidentCursor.of(page.getLast()).toString() : null,
                starts.within(range.from(), range.to(), question.service),
                unknown());
    }

    private List<Unknown> unknown() {
        String problem = recorder.problem();
        return problem == null
                ? List.of()
                : List.of(new Unknown(
                        List.of("incidents"),
                        "incidents are not recorded: " + problem,
                        problem.contains("permission denied")
                                ? "run GRANT pg_monitor TO the query service's role"
                                : null));
    }

    /** @throws NotStoredException if there is no such incident */
    IncidentDetail one(long id) {
        return store.read(() -> queries.one(id))
                .map(stored -> new IncidentDetail(stored.row(), stored.answeredAt(), json.read(stored.answer())))
                .orElseThrow(() -> new NotStoredException("incident " + id + " is not stored"));
    }
}
