package dev.tidemark.query.incident;

import dev.tidemark.query.export.Controls;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of the evidence page, in words. So that it fits a sheet, what is the same in each row is told once, and what has several lines is
 * below its row.
 *
 * @param span its span of time; empty for none
 * @param rest what is not in it; empty if all is
 * @param same the values that all rows have
 */
record EvidenceTable(String title, String span, String rest, List<String> same, List<String> columns, List<Row> rows) {
    private static final String NONE = "–";
    /** Of fewer rows, each is shown as it is. */
    private static final int MANY = 3;
    /** A longer value has a column, in which it wraps. */
    private static final int LONG = 48;

    /** A row. */
    record Row(List<Cell> cells, List<String> below) {}

    /** A value, and whether it may be broken anywhere. */
    record Cell(String text, boolean isLong) {}

    /** The table of {@code rows}, whose objects become columns of their fields. */
    static EvidenceTable of(String title, String span, String rest, List<JsonNode> rows, JsonMapper json) {
        List<Map<String, String>> all = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        for (JsonNode row : rows) {
            Map<String, String> values = new LinkedHashMap<>();
            flatten("", row, values, json);
            columns.addAll(values.keySet());
            all.add(values);
        }
        List<String> same = new ArrayList<>();
        List<String> below = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (String column : columns) {
            List<String> values = all.stream()
                    .map(row -> row.getOrDefault(column, NONE))
                    .distinct()
                    .toList();
            if (!shown.isEmpty()
                    && all.size() >= MANY
                    && values.size() == 1
                    && values.getFirst().length() <= LONG) {
                same.add(column + " " + values.getFirst());
            } else if (values.stream().anyMatch(value -> value.contains("\n"))) {
                below.add(column);
            } else {
                shown.add(column);
            }
        }
        return new EvidenceTable(
                Controls.visible(title),
                span,
                rest.isEmpty() && rows.isEmpty() ? "None." : Controls.visible(rest),
                same,
                shown,
                all.stream().map(row -> row(row, shown, below)).toList());
    }

    private static Row row(Map<String, String> values, List<String> shown, List<String> below) {
        return new Row(
                shown.stream()
                        .map(column -> values.getOrDefault(column, NONE))
                        .map(text -> new Cell(text, text.length() > LONG))
                        .toList(),
                below.stream()
                        .filter(column -> !values.getOrDefault(column, NONE).equals(NONE))
                        .map(column -> column + ": " + values.get(column))
                        .toList());
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> values, JsonMapper json) {
        for (Map.Entry<String, JsonNode> field : node.entries()) {
            String name = prefix + field.getKey();
            if (field.getValue().isObject() && field.getValue().size() > 0 && !name.equals("fields")) {
                flatten(name + "_", field.getValue(), values, json);
            } else {
                values.put(name, text(field.getValue(), json));
            }
        }
    }

    /** A value in words. */
    static String text(@Nullable JsonNode value, JsonMapper json) {
        if (value == null || value.isNull() || value.isContainerNode() && value.size() == 0) {
            return NONE;
        }
        try {
            return Controls.visible(
                    value.isContainerNode() ? json.writeValueAsString(value) : value.coerceStringValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
