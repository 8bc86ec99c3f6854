package dev.tidemark.query.explain;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what {@code EXPLAIN (FORMAT JSON)} answers. Thread-safe. */
@Singleton
public final class PlanReader {
    /** The longest answer that is read, in characters. */
    private static final int MOST_CHARACTERS = 1 << 20;
    /** The longest condition that is kept, in characters. */
    private static final int MOST_OF_A_CONDITION = 600;

    private static final List<String> CONDITIONS =
            List.of("Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "Join Filter", "TID Cond", "Order By");
    private static final Pattern TEXT_LITERAL = Pattern.compile("'(?:[^']|'')*'");

    private final JsonMapper json;

    PlanReader(JsonMapper json) {
        this.json = json;
    }

    /** Returns the root of the plan; null if the answer is too long, too deep or no plan. */
    public @Nullable PlanNode read(String answer) {
        if (answer.length() > MOST_CHARACTERS) {
            return null;
        }
        try {
            JsonNode all = json.readValue(answer, Argument.of(JsonNode.class));
            JsonNode root = all == null || all.size() == 0 || all.get(0) == null
                    ? null
                    : all.get(0).get("Plan");
            return root == null ? null : node(root);
        } catch (IOException e) {
            return null;
        }
    }

    private static PlanNode node(JsonNode json) {
        List<PlanNode> children = new ArrayList<>();
        JsonNode plans = json.get("Plans");
        if (plans != null) {
            plans.values().forEach(child -> children.add(node(child)));
        }
        String condition = CONDITIONS.stream()
                .flatMap(name -> Stream.ofNullable(text(json, name)))
                .findFirst()
                .orElse(null);
        String strategy = text(json, "Strategy");
        return new PlanNode(
                String.valueOf(text(json, "Node Type")),
                text(json, "Operation"),
                text(json, "Join Type"),
                strategy == null || strategy.equals("Plain") ? null : strategy,
                text(json, "Schema"),
                text(json, "Relation Name"),
                text(json, "Alias"),
                text(json, "Index Name"),
                withoutLiterals(condition),
                withoutLiterals(text(json, "Filter")),
                number(json, "Total Cost"),
                number(json, "Plan Rows"),
                0,
                children);
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        return value == null || !value.isString() ? null : value.getStringValue();
    }

    private static double number(JsonNode json, String name) {
        JsonNode value = json.get(name);
        return value == null || !value.isNumber() ? 0 : value.getDoubleValue();
    }

    /** Statements come without literals, but views and functions that were expanded have their own. */
    private static @Nullable String withoutLiterals(@Nullable String condition) {
        if (condition == null) {
            return null;
        }
        String bare = TEXT_LITERAL.matcher(condition).replaceAll("'?'");
        return bare.length() <= MOST_OF_A_CONDITION ? bare : bare.substring(0, MOST_OF_A_CONDITION) + "…";
    }
}
