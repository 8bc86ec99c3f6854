package dev.tidemark.query.collector;

import dev.tidemark.query.explain.PlanNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The indexes that a plan reads. */
final class PlanIndexes {
    /** More of one plan are not remembered. */
    static final int MOST = 10;

    private PlanIndexes() {}

    /** An index and its schema, which is that of its table. */
    record Index(String schema, String name) {}

    static List<Index> of(PlanNode root) {
        List<Index> indexes = new ArrayList<>();
        collect(root, null, indexes);
        return List.copyOf(indexes);
    }

    private static void collect(PlanNode node, @Nullable String schemaAbove, List<Index> indexes) {
        // A bitmap's index has no schema of its own; the scan of the table above has.
        String schema = node.schema() == null ? schemaAbove : node.schema();
        String name = node.index();
        if (name != null && schema != null && indexes.size() < MOST) {
            indexes.add(new Index(schema, name));
        }
        node.children().forEach(child -> collect(child, schema, indexes));
    }
}
