package dev.tidemark.query.incident;

import io.micronaut.json.tree.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of an evidence bundle.
 *
 * @param rows the first rows, as in the API
 * @param leftOut how many others there are
 * @param isMinimum whether there may be more than that
 * @param unknown why it could not be read; null if it was
 */
record EvidenceSection(
        String name,
        String title,
        Instant from,
        Instant to,
        List<JsonNode> rows,
        long leftOut,
        boolean isMinimum,
        @Nullable String unknown) {
    JsonNode json() {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("name", JsonNode.createStringNode(name));
        fields.put("title", JsonNode.createStringNode(title));
        fields.put("from", JsonNode.createStringNode(from.toString()));
        fields.put("to", JsonNode.createStringNode(to.toString()));
        fields.put("rows", unknown == null ? JsonNode.createArrayNode(rows) : JsonNode.nullNode());
        fields.put("left_out", unknown == null ? JsonNode.createNumberNode(leftOut) : JsonNode.nullNode());
        fields.put("left_out_is_minimum", JsonNode.createBooleanNode(isMinimum));
        fields.put("unknown", unknown == null ? JsonNode.nullNode() : JsonNode.createStringNode(unknown));
        return JsonNode.createObjectNode(fields);
    }

    /** What is not in it, in words; empty if all is. */
    public String rest() {
        if (unknown != null) {
            return "Not known: " + unknown;
        }
        if (rows.isEmpty()) {
            return "Nothing is stored.";
        }
        return leftOut == 0 && !isMinimum ? "" : (isMinimum ? "At least " : "") + leftOut + " more are left out.";
    }
}
