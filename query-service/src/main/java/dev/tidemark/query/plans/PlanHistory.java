package dev.tidemark.query.plans;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.explain.IndexAdvice;
import dev.tidemark.query.explain.PlanNode;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plans that statements had in a span.
 *
 * @param queryid the statement that was asked for; null if all were
 * @param statements the statements, the latest change first
 * @param unknown what keeps plans from being known
 */
@Serdeable
record PlanHistory(
        Instant from, Instant to, @Nullable String queryid, List<StatementPlans> statements, List<Unknown> unknown) {
    PlanHistory {
        statements = List.copyOf(statements);
        unknown = List.copyOf(unknown);
    }

    /** The memory that it takes, about. */
    long heapBytes() {
        return statements.stream()
                .flatMap(statement -> statement.plans().stream())
                .mapToLong(StatementPlan::heapBytes)
                .sum();
    }

    /**
     * The plans of one statement.
     *
     * @param queryid the statement in {@code pg_stat_statements}
     * @param plans each plan once, the newest first
     * @param changes when another plan was seen than before, the newest first
     * @param unknown why its newest plan could not be taken; null if it could
     */
    @Serdeable
    record StatementPlans(
            String queryid,
            List<StatementPlan> plans,
            List<PlanChange> changes,
            @Nullable Unknown unknown) {
        StatementPlans {
            plans = List.copyOf(plans);
            changes = List.copyOf(changes);
        }
    }

    /**
     * A plan of a statement.
     *
     * @param plan its name, which is the same for plans of the same shape
     * @param firstSeen when it was first taken, at the earliest a day before the span
     * @param lastSeen when it was last taken
     * @param cost the planner's newest estimate, in its own unit
     * @param text the plan as indented lines; null if it is not stored any more
     * @param tree the plan's nodes; null if it is not stored any more
     * @param advice the indexes that would spare it reads; null if it is not stored any more
     */
    @Serdeable
    record StatementPlan(
            String plan,
            Instant firstSeen,
            Instant lastSeen,
            double cost,
            @Nullable String text,
            @Nullable PlanNode tree,
            @Nullable List<IndexAdvice> advice) {
        /** Of a node, without its names and conditions, which are in the text as well. */
        private static final int NODE_BYTES = 300;

        long heapBytes() {
            return (tree == null ? 0 : (long) tree.size() * NODE_BYTES)
                    + (text == null ? 0 : 2L * HeapBytes.of(text))
                    + (advice == null ? 0 : advice.size() * 1_000L);
        }
    }

    /**
     * A statement got another plan.
     *
     * @param at when the new plan was first seen: the change was since the plan before was last seen
     * @param since when the plan before was last seen
     * @param before the name of the plan before
     * @param after the name of the new plan
     * @param costBefore the planner's estimate for the plan before, when it was last seen
     * @param costAfter the planner's estimate for the new plan, when it was first seen
     */
    @Serdeable
    record PlanChange(Instant at, Instant since, String before, String after, double costBefore, double costAfter) {}
}
