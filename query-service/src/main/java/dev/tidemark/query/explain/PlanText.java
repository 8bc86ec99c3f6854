package dev.tidemark.query.explain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a plan as an indented text, much like {@code EXPLAIN}. */
public final class PlanText {
    private final StringBuilder text = new StringBuilder();

    private PlanText() {}

    /** The lines of {@code root} and everything below. */
    public static String of(PlanNode root) {
        PlanText all = new PlanText();
        all.add(root, 0);
        return all.text.toString().stripTrailing();
    }

    private void add(PlanNode node, int depth) {
        String margin = "  ".repeat(depth);
        text.append(margin).append(depth == 0 ? "" : "-> ");
        text.append(node.operation() == null ? "" : node.operation() + " by ");
        text.append(node.strategy() == null ? "" : node.strategy() + " ").append(node.type());
        text.append(node.joinType() == null || node.joinType().equals("Inner") ? "" : " " + node.joinType());
        if (node.index() != null) {
            text.append(" using ").append(node.index());
        }
        if (node.relation() != null) {
            text.append(" on ").append(node.schema() == null ? "" : node.schema() + ".");
            text.append(node.relation());
            text.append(node.alias() == null || node.alias().equals(node.relation()) ? "" : " " + node.alias());
        }
        text.append(String.format(Locale.ROOT, "  (cost %.2f, %.0f rows)%n", node.cost(), node.rows()));
        line(margin, "condition", node.condition());
        line(margin, "filter", node.filter());
        node.children().forEach(child -> add(child, depth + 1));
        if (node.omitted() > 0) {
            line(margin, "left out", node.omitted() == 1 ? "1 part" : node.omitted() + " parts");
        }
    }

    private void line(String margin, String name, @Nullable String value) {
        if (value != null) {
            text.append(margin)
                    .append("     ")
                    .append(name)
                    .append(": ")
                    .append(value)
                    .append('\n');
        }
    }
}
