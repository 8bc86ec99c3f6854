package dev.tidemark.query.explain;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a plan. Texts between quotes are replaced in its conditions.
 *
 * @param type such as {@code Seq Scan}
 * @param operation what a {@code ModifyTable} does, such as {@code Update}; otherwise null
 * @param joinType such as {@code Inner}; null if it is no join
 * @param strategy such as {@code Hashed}; null if the type has none
 * @param schema the schema of its relation; null if it has none
 * @param relation the relation that it reads or writes; null if it is none
 * @param alias the name of the relation in the statement
 * @param index the index that it reads; null if it reads none
 * @param condition what the index or the join compares; null if nothing
 * @param filter which rows are kept after they were read; null if all are
 * @param cost the planner's estimate up to the end of this node, in its own unit
 * @param rows the planner's estimate of the rows that leave it, each time it runs
 * @param omitted how many of its children are left out here, because the plan is large
 */
@Serdeable
public record PlanNode(
        String type,
        @Nullable String operation,
        @Nullable String joinType,
        @Nullable String strategy,
        @Nullable String schema,
        @Nullable String relation,
        @Nullable String alias,
        @Nullable String index,
        @Nullable String condition,
        @Nullable String filter,
        double cost,
        double rows,
        int omitted,
        List<PlanNode> children) {
    public PlanNode {
        children = List.copyOf(children);
    }

    /** The number of nodes from this one on. */
    public int size() {
        return 1 + children.stream().mapToInt(PlanNode::size).sum();
    }

    /** Whether this node or one below reads {@code name}. */
    public boolean usesIndex(String name) {
        return name.equals(index) || children.stream().anyMatch(child -> child.usesIndex(name));
    }

    PlanNode with(int leftOut, List<PlanNode> some) {
        return new PlanNode(
                type, operation, joinType, strategy, schema, relation, alias, index, condition, filter, cost, rows,
                leftOut, some);
    }

    /** The same plan with at most {@code most} nodes: of each node, the first children that fit. */
    public PlanNode within(int most) {
        return size() <= most ? this : new Cut(most).of(this);
    }

    /** Counts nodes while a plan is cut, the nearest to the root first in each branch. */
    private static final class Cut {
        private int left;

        Cut(int most) {
            left = most - 1;
        }

        PlanNode of(PlanNode node) {
            int some = Math.min(left, node.children.size());
            left -= some;
            List<PlanNode> kept =
                    node.children.subList(0, some).stream().map(this::of).toList();
            return node.with(node.omitted + node.children.size() - some, kept);
        }
    }
}
