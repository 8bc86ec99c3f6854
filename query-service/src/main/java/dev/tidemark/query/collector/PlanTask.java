package dev.tidemark.query.collector;

import dev.tidemark.query.explain.ExplainableText;
import dev.tidemark.query.explain.PlanDocuments;
import dev.tidemark.query.explain.PlanNode;
import dev.tidemark.query.explain.PlanReader;
import dev.tidemark.query.explain.PlanShape;
import dev.tidemark.query.explain.StoredPlan;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.statement.StatementName;
import dev.tidemark.query.store.DatabaseStatementException;
import dev.tidemark.query.store.DatabaseTimeoutException;
import dev.tidemark.wire.event.MetricType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the plans of statements that got slow, and now and then of those that take most time. Stores a plan when it is another one. */
final class PlanTask implements Task {
    private static final String FIELD = "plans";
    /** The statements that are explained in one run. */
    private static final int MOST_AT_ONCE = 4;
    /** The plans that are stored in a day. */
    static final int MOST_STORED = 200;
    /** A plan in use is stored again after this: labels that no sample has any more are deleted after two days at the earliest. */
    private static final Duration LIFE = Duration.ofDays(1);

    private final CollectorSettings settings;
    private final MonitoredQueries queries;
    private final WatchedStatements statements;
    private final PlanReader reader;
    private final PlanDocuments documents;
    private final ExplainQueries explain;
    private final IndexAdvisor advisor;
    private final LabelBudget budget = new LabelBudget();
    private final Map<Long, Unknown> denied = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Unknown> eldest) {
            return size() > WatchedStatements.MOST;
        }
    };

    private int stored;
    private long storedSince = System.nanoTime();
    private long notStored;

    PlanTask(
            CollectorSettings settings,
            MonitoredQueries queries,
            WatchedStatements statements,
            PlanReader reader,
            PlanDocuments documents) {
        this.settings = settings;
        this.queries = queries;
        this.statements = statements;
        this.reader = reader;
        this.documents = documents;
        this.explain = new ExplainQueries(queries);
        this.advisor = new IndexAdvisor(explain, reader);
    }

    @Override
    public String name() {
        return FIELD;
    }

    /** A statement that got slow is explained soon after the reading that shows it. */
    @Override
    public Duration interval() {
        Duration reading = settings.statements();
        return reading.isPositive() && reading.compareTo(settings.plans()) < 0 ? reading : settings.plans();
    }

    @Override
    public List<Unknown> run(Samples samples) {
        MonitoredQueries.Facts facts = queries.facts();
        if (facts.superuser()) {
            return List.of(PlanFailures.superuser(facts));
        }
        long nanos = System.nanoTime();
        List<Long> due = statements.due(MOST_AT_ONCE, settings.plans(), nanos);
        MonitoredQueries.Texts texts = queries.texts(due, ExplainableText.LONGEST + 1, FIELD);
        if (texts.unknown() != null) {
            return List.of(texts.unknown());
        }
        for (Long id : due) {
            WatchedStatement statement = statements.get(id);
            if (statement != null) {
                statement.explained(nanos);
                Unknown unknown = take(samples, id, statement, texts.byId().get(id), facts);
                if (unknown != null) {
                    statement.refused();
                    publish(samples, id, texts.byId().get(id), unknown);
                }
            }
        }
        return denied.isEmpty() ? List.of() : List.of(PlanFailures.denied(denied.values(), facts));
    }

    /** Returns why there is no plan; null if there is one. */
    private @Nullable Unknown take(
            Samples samples, long id, WatchedStatement statement, @Nullable String text, MonitoredQueries.Facts facts) {
        String refusal = ExplainableText.refusal(text);
        if (refusal != null || text == null) {
            return new Unknown(List.of(FIELD), String.valueOf(refusal), null);
        }
        String explained = ExplainableText.statement(text);
        try {
            PlanNode root = reader.read(explain.explain(explained, facts.version()));
            denied.remove(id);
            if (root == null) {
                return new Unknown(List.of(FIELD), "its plan is too large", null);
            }
            publish(samples, id, statement, root, explained, facts);
            return null;
        } catch (DatabaseTimeoutException e) {
            return PlanFailures.timeout();
        } catch (DatabaseStatementException e) {
            Unknown unknown = PlanFailures.of(e, text, facts);
            if (PlanFailures.isDenied(e)) {
                denied.put(id, unknown);
            }
            return unknown;
        }
    }

    private void publish(
            Samples samples,
            long id,
            WatchedStatement statement,
            PlanNode root,
            String text,
            MonitoredQueries.Facts facts) {
        String plan = PlanShape.fingerprint(root);
        Map<String, String> labels =
                Map.of("queryid", Long.toString(id), "plan", plan, "statement", StatementName.of(text));
        if (!budget.admits(labels)) {
            return;
        }
        samples.add(MetricType.POSTGRES, "plan_cost", root.cost(), labels);
        long nanos = System.nanoTime();
        if (!statement.isNew(plan, LIFE, nanos) || !mayStore(nanos)) {
            return;
        }
        List<String> gone = statement.indexes().isEmpty() ? List.of() : explain.missing(statement.indexes());
        List<String> parts = documents.write(new StoredPlan(root, advisor.advise(root, text, facts.version()), gone));
        String document = Long.toString(samples.timestampMicros() / 1000);
        for (int i = 0; i < parts.size(); i++) {
            Map<String, String> part = new LinkedHashMap<>(labels);
            part.put("document", document);
            part.put("part", Integer.toString(i + 1));
            part.put("text", parts.get(i));
            samples.add(MetricType.POSTGRES, "plan_parts", (double) parts.size(), part);
        }
        statement.stored(plan, PlanIndexes.of(root), nanos);
    }

    private boolean mayStore(long nanos) {
        if (nanos - storedSince > LIFE.toNanos()) {
            storedSince = nanos;
            stored = 0;
        }
        if (stored >= MOST_STORED) {
            notStored++;
            return false;
        }
        stored++;
        return true;
    }

    private void publish(Samples samples, long id, @Nullable String text, Unknown unknown) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("queryid", Long.toString(id));
        if (text != null) {
            labels.put("statement", StatementName.of(text));
        }
        labels.put("reason", unknown.reason());
        if (unknown.remedy() != null) {
            labels.put("remedy", unknown.remedy());
        }
        if (budget.admits(labels)) {
            samples.add(MetricType.POSTGRES, "plan_unknown_count", 1.0, labels);
        }
    }

    @Override
    public long refusedLabels() {
        return budget.refused() + notStored;
    }

    @Override
    public void reset() {
        denied.clear();
    }
}
