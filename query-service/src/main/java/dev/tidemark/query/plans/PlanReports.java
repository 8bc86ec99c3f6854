package dev.tidemark.query.plans;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.explain.PlanDocuments;
import dev.tidemark.query.explain.PlanText;
import dev.tidemark.query.explain.StoredPlan;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.plans.PlanHistory.PlanChange;
import dev.tidemark.query.plans.PlanHistory.StatementPlan;
import dev.tidemark.query.plans.PlanHistory.StatementPlans;
import dev.tidemark.query.plans.PlanQueries.Part;
import dev.tidemark.query.plans.PlanQueries.Refused;
import dev.tidemark.query.plans.PlanQueries.Run;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says which plans statements had, and when they changed. */
@Singleton
final class PlanReports {
    /** The statements of an answer. */
    static final int MOST_STATEMENTS = 50;
    /** The plans of an answer whose nodes are read; each has at most 30 KB. */
    static final int MOST_PLANS = 100;

    private static final int MOST_SERIES = 1_000;
    private static final int MOST_RUNS = 2_000;
    /** A plan that is seldom looked at was last seen some time before the span begins. */
    private static final Duration LOOK_BACK = Duration.ofDays(1);

    private final Database store;
    private final Database monitored;
    private final PlanQueries queries;
    private final PlanDocuments documents;
    private final TimeRanges ranges;
    private final AnswerCache<Key, PlanHistory> cache;

    private record Key(RangeQuery range, @Nullable String queryid) {}

    private record Name(String queryid, String plan) {}

    PlanReports(
            @Named(Databases.STORE) Database store,
            @Named(Databases.MONITORED) Database monitored,
            PlanQueries queries,
            PlanDocuments documents,
            TimeRanges ranges,
            AnswerCaches caches) {
        this.store = store;
        this.monitored = monitored;
        this.queries = queries;
        this.documents = documents;
        this.ranges = ranges;
        this.cache = caches.create("plans", Duration.ofSeconds(10), PlanHistory::heapBytes);
    }

    /** @param queryid one statement; null for all */
    PlanHistory of(RangeQuery query, @Nullable String queryid) {
        TimeRange range = ranges.of(query);
        return cache.get(new Key(query, queryid), () -> store.readLong(() -> read(range, queryid)));
    }

    private PlanHistory read(TimeRange range, @Nullable String queryid) {
        String instance = monitored.address();
        Instant begin = range.from().minus(LOOK_BACK);
        Map<String, List<Run>> runs =
                queries.runs("plan_cost", queryid, instance, begin, range.to(), MOST_SERIES, MOST_RUNS).stream()
                        .collect(Collectors.groupingBy(Run::queryid, LinkedHashMap::new, Collectors.toList()));
        Map<String, Refused> refused =
                queries.refused("plan_unknown_count", queryid, instance, begin, range.to(), MOST_SERIES).stream()
                        .collect(Collectors.toMap(Refused::queryid, one -> one, (a, b) -> a, LinkedHashMap::new));
        Set<String> ids = new LinkedHashSet<>(runs.keySet());
        ids.addAll(refused.keySet());
        List<String> chosen = ids.stream().limit(MOST_STATEMENTS).toList();
        Map<Name, StoredPlan> stored = stored(chosen, runs);
        List<StatementPlans> statements = chosen.stream()
                .map(id -> statement(id, range.from(), runs.getOrDefault(id, List.of()), refused.get(id), stored))
                .toList();
        List<Unknown> unknown = unknown(ids, queryid);
        long bare = statements.stream()
                .flatMap(statement -> statement.plans().stream())
                .filter(plan -> plan.tree() == null)
                .count();
        if (bare > 0) {
            unknown.add(new Unknown(
                    List.of("text", "tree", "advice"),
                    "the nodes of " + (bare == 1 ? "one plan" : bare + " plans") + " are not stored, or not any more",
                    statements.size() == 1 ? null : "ask for one queryid or a shorter span"));
        }
        return new PlanHistory(range.from(), range.to(), queryid, statements, unknown);
    }

    private static StatementPlans statement(
            String id, Instant from, List<Run> runs, @Nullable Refused refused, Map<Name, StoredPlan> stored) {
        List<PlanChange> changes = new ArrayList<>();
        Map<String, StatementPlan> plans = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (i + 1 < runs.size() && !run.firstSeen().isBefore(from)) {
                Run before = runs.get(i + 1);
                changes.add(new PlanChange(
                        run.firstSeen(),
                        before.lastSeen(),
                        before.plan(),
                        run.plan(),
                        before.lastCost(),
                        run.firstCost()));
            }
            plans.merge(run.plan(), plan(run, stored.get(new Name(id, run.plan()))), PlanReports::earlier);
        }
        return new StatementPlans(
                id,
                List.copyOf(plans.values()),
                changes,
                refused == null || !isNewer(refused, runs)
                        ? null
                        : new Unknown(List.of("plans"), refused.reason(), refused.remedy()));
    }

    private static boolean isNewer(Refused refused, List<Run> runs) {
        return runs.isEmpty() || refused.at().isAfter(runs.getFirst().lastSeen());
    }

    private static StatementPlan plan(Run run, @Nullable StoredPlan stored) {
        return new StatementPlan(
                run.plan(),
                run.firstSeen(),
                run.lastSeen(),
                run.lastCost(),
                stored == null ? null : PlanText.of(stored.root()),
                stored == null ? null : stored.root(),
                stored == null ? null : stored.advice());
    }

    /** The plan was there before, and came back. */
    private static StatementPlan earlier(StatementPlan newest, StatementPlan earlier) {
        return new StatementPlan(
                newest.plan(),
                earlier.firstSeen(),
                newest.lastSeen(),
                newest.cost(),
                newest.text(),
                newest.tree(),
                newest.advice());
    }

    private Map<Name, StoredPlan> stored(List<String> ids, Map<String, List<Run>> runs) {
        Set<Name> wanted = ids.stream()
                .flatMap(id -> runs.getOrDefault(id, List.of()).stream())
                .map(run -> new Name(run.queryid(), run.plan()))
                .distinct()
                .limit(MOST_PLANS)
                .collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<Name, StringBuilder> texts = new HashMap<>();
        List<Part> parts = queries.parts(
                wanted.stream().map(Name::plan).distinct().toList(),
                wanted.stream().map(Name::queryid).distinct().toList(),
                MOST_PLANS * PlanDocuments.MOST_PARTS);
        parts.forEach(part -> texts.computeIfAbsent(new Name(part.queryid(), part.plan()), name -> new StringBuilder())
                .append(part.text()));
        Map<Name, StoredPlan> stored = new HashMap<>();
        texts.forEach((name, text) -> {
            StoredPlan plan = documents.read(text.toString());
            if (plan != null) {
                stored.put(name, plan);
            }
        });
        return stored;
    }

    private static List<Unknown> unknown(Set<String> ids, @Nullable String queryid) {
        List<Unknown> unknown = new ArrayList<>();
        if (ids.isEmpty()) {
            unknown.add(new Unknown(
                    List.of("statements"),
                    (queryid == null ? "no plan was taken" : "no plan of this statement was taken")
                            + " in this span: the collector takes those of the statements that take most time, and of those"
                            + " that got slow",
                    "look at collector in /health/detailed, which says what keeps it from reading"));
        } else if (ids.size() > MOST_STATEMENTS) {
            unknown.add(new Unknown(
                    List.of("statements"),
                    ids.size() - MOST_STATEMENTS + " more statements are left out",
                    "ask for one queryid or a shorter span"));
        }
        return unknown;
    }
}
