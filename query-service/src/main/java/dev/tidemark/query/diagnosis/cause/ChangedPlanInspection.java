package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.cause.StatementFacts.PlanChange;
import dev.tidemark.query.explain.IndexAdvice;
import dev.tidemark.query.explain.PlanNode;
import dev.tidemark.query.explain.StoredPlan;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement that takes longer because PostgreSQL has another plan for it. Threshold: as of {@link SlowStatementInspection}, and the collector's
 * last look at its plan before the onset and its newest one are different.
 */
@Singleton
final class ChangedPlanInspection implements Inspection {

    @Override
    public String subject() {
        return "changed plans";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return SlowerStatements.isKnown(shift, evidence, StatementFacts::hasPlans);
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        return SlowerStatements.worst(shift, evidence, facts -> facts.plan() != null)
                .map(found -> cause(found, SlowerStatements.share(shift, evidence, facts -> facts.plan() != null)));
    }

    private static Cause cause(SlowerStatements.Found found, double share) {
        OperationShift operation = found.operation();
        StatementFacts facts = found.facts();
        PlanChange plan = facts.plan();
        StoredPlan after = plan == null ? null : plan.after();
        List<String> gone = after == null ? List.of() : after.gone();
        String difference = difference(plan);
        return new Cause(
                Kind.CHANGED_PLAN,
                share,
                Part.DB,
                Words.shortened(operation.operation().name()),
                SlowerStatements.text(operation) + ", because it has another plan"
                        + (difference.isEmpty() ? "" : ": " + difference)
                        + (gone.isEmpty() ? "" : "; " + gone(gone))
                        + (facts.readsMore() ? "; " + SlowerStatements.blocks(facts) : ""),
                action(after, gone));
    }

    private static String difference(@Nullable PlanChange plan) {
        StoredPlan before = plan == null ? null : plan.before();
        StoredPlan after = plan == null ? null : plan.after();
        return before == null || after == null ? "" : PlanDifference.of(before.root(), after.root());
    }

    private static String gone(List<String> gone) {
        return gone.size() == 1
                ? "the index " + gone.getFirst() + " does not exist any more"
                : "the indexes " + String.join(", ", gone) + " do not exist any more";
    }

    private static String action(@Nullable StoredPlan after, List<String> gone) {
        IndexAdvice advice =
                after == null ? null : after.advice().stream().findFirst().orElse(null);
        if (!gone.isEmpty()) {
            return "create the index again" + (advice == null ? "" : ": " + advice.statement())
                    + "; and find out who dropped it";
        }
        if (advice != null) {
            return "compare both plans on the page of PostgreSQL, then " + advice.statement();
        }
        String table = after == null ? null : table(after.root());
        return "compare both plans on the page of PostgreSQL; ANALYZE " + (table == null ? "its tables" : table)
                + " if its statistics are old";
    }

    private static @Nullable String table(PlanNode node) {
        return node.relation() != null
                ? (node.schema() == null ? "" : node.schema() + ".") + node.relation()
                : node.children().stream()
                        .map(ChangedPlanInspection::table)
                        .filter(name -> name != null)
                        .findFirst()
                        .orElse(null);
    }
}
