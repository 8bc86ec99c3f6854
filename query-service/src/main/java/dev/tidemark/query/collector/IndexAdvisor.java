package dev.tidemark.query.collector;

import dev.tidemark.query.collector.ExplainQueries.ColumnFacts;
import dev.tidemark.query.collector.ExplainQueries.Hypothesis;
import dev.tidemark.query.explain.FilterColumns;
import dev.tidemark.query.explain.FilterColumns.Column;
import dev.tidemark.query.explain.IndexAdvice;
import dev.tidemark.query.explain.PlanNode;
import dev.tidemark.query.explain.PlanReader;
import dev.tidemark.query.store.DatabaseStatementException;
import dev.tidemark.query.store.DatabaseTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds scans that read many rows and keep few, and the index that would spare them. */
final class IndexAdvisor {
    /** Smaller tables are read as a whole in a moment. */
    static final double LEAST_ROWS = 10_000;
    /** A scan that keeps a larger part of the rows would not use an index. */
    static final double MOST_KEPT = 0.1;
    /** The scans of one plan that are looked at. */
    private static final int MOST_SCANS = 3;
    /** The columns of an index. */
    private static final int MOST_COLUMNS = 3;

    /** A column whose values are compared as text has the same order as text. */
    private static final Set<String> TEXTS = Set.of("text", "character varying");

    private final ExplainQueries queries;
    private final PlanReader reader;

    IndexAdvisor(ExplainQueries queries, PlanReader reader) {
        this.queries = queries;
        this.reader = reader;
    }

    /** @param statement the statement of the plan */
    List<IndexAdvice> advise(PlanNode root, String statement, int version) {
        List<PlanNode> scans = new ArrayList<>();
        collect(root, scans);
        Map<String, IndexAdvice> advice = new LinkedHashMap<>();
        for (PlanNode scan : scans) {
            Found found = find(scan, root.cost());
            if (found != null && !advice.containsKey(found.advice.statement())) {
                advice.put(found.advice.statement(), check(found, statement, version));
            }
        }
        return List.copyOf(advice.values());
    }

    private static void collect(PlanNode node, List<PlanNode> scans) {
        if (node.type().equals("Seq Scan") && node.filter() != null && scans.size() < MOST_SCANS) {
            scans.add(node);
        }
        node.children().forEach(child -> collect(child, scans));
    }

    /** @param index makes the index of the table that is read, which may be a part of the advised one */
    private record Found(IndexAdvice advice, String index) {}

    private @Nullable Found find(PlanNode scan, double cost) {
        String schema = scan.schema();
        String relation = scan.relation();
        String filter = scan.filter();
        if (schema == null || relation == null || filter == null) {
            return null;
        }
        List<Column> compared = FilterColumns.of(filter, scan.alias());
        Map<String, ColumnFacts> facts =
                queries
                        .columns(
                                schema,
                                relation,
                                compared.stream().map(Column::name).toList())
                        .stream()
                        .collect(Collectors.toMap(ColumnFacts::column, Function.identity(), (a, b) -> a));
        List<ColumnFacts> usable = compared.stream()
                .filter(column -> isUsable(column, facts.get(column.name())))
                .limit(MOST_COLUMNS)
                .map(column -> facts.get(column.name()))
                .toList();
        if (usable.isEmpty()) {
            return null;
        }
        ColumnFacts first = usable.getFirst();
        boolean isSelective = first.rows() >= LEAST_ROWS && scan.rows() <= MOST_KEPT * first.rows();
        // An index on one of them is there, and the planner does not want it.
        boolean isThere = usable.size() == 1 && first.leads();
        return isSelective && !isThere ? found(scan, cost, usable) : null;
    }

    private static boolean isUsable(Column column, @Nullable ColumnFacts facts) {
        return facts != null && (column.cast() == null || TEXTS.contains(facts.type()));
    }

    private static Found found(PlanNode scan, double cost, List<ColumnFacts> columns) {
        ColumnFacts first = columns.getFirst();
        List<String> names = columns.stream().map(ColumnFacts::column).toList();
        String list = " (" + String.join(", ", names) + ")";
        String root = first.root();
        String table = root == null ? first.table() : root;
        String note = root == null
                ? null
                : "PostgreSQL cannot make an index of a partitioned table CONCURRENTLY: writes wait meanwhile; only "
                        + first.table() + " was looked at";
        return new Found(
                new IndexAdvice(
                        table,
                        names,
                        "CREATE INDEX " + (root == null ? "CONCURRENTLY " : "") + "ON " + table + list,
                        String.format(
                                Locale.ROOT,
                                "a scan reads all %,.0f rows of %s and keeps about %,.0f",
                                first.rows(),
                                first.table(),
                                scan.rows()),
                        false,
                        null,
                        cost,
                        null,
                        note),
                "CREATE INDEX ON " + first.table() + list);
    }

    private IndexAdvice check(Found found, String statement, int version) {
        try {
            Optional<Hypothesis> possible = queries.withIndex(found.index, statement, version);
            if (possible.isEmpty()) {
                return found.advice.unchecked(
                        "not checked: install the extension hypopg, so that the planner is asked");
            }
            Hypothesis hypothesis = possible.get();
            PlanNode plan = reader.read(hypothesis.plan());
            return plan == null
                    ? found.advice.unchecked("not checked: the plan with the index is too large")
                    : found.advice.checked(plan.usesIndex(hypothesis.index()), plan.cost());
        } catch (DatabaseStatementException | DatabaseTimeoutException e) {
            return found.advice.unchecked("not checked: " + e.getMessage());
        }
    }
}
