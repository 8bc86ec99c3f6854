package dev.tidemark.query.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanIntrospector;
import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.config.naming.PropertyNamingStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column of CSV.
 *
 * @param name its header
 * @param path where its value is in the JSON of a row
 */
record ExportColumn(String name, List<String> path) {

    /** The fields of the table's rows, those of records inside of them one by one. */
    static List<ExportColumn> of(ExportTable table) {
        List<ExportColumn> columns = new ArrayList<>();
        addFields(BeanIntrospection.getIntrospection(table.type()), List.of(), columns);
        columns.removeIf(column -> table.jsonOnly().contains(column.name()));
        return columns;
    }

    private static void addFields(BeanIntrospection<?> type, List<String> outer, List<ExportColumn> columns) {
        for (Argument<?> field : type.getConstructorArguments()) {
            String name = field.getAnnotationMetadata()
                    .stringValue(JsonProperty.class)
                    .orElseGet(() -> PropertyNamingStrategy.SNAKE_CASE.translate(field));
            List<String> path = Stream.concat(outer.stream(), Stream.of(name)).toList();
            BeanIntrospection<?> inner = field.getType().isRecord()
                    ? BeanIntrospector.SHARED.findIntrospection(field.getType()).orElse(null)
                    : null;
            if (inner == null) {
                columns.add(new ExportColumn(String.join("_", path), path));
            } else {
                addFields(inner, path, columns);
            }
        }
    }

    /** Its value in a row; null if there is none. */
    @Nullable JsonNode in(JsonNode row) {
        JsonNode value = row;
        for (String name : path) {
            value = value == null || !value.isObject() ? null : value.get(name);
        }
        return value;
    }
}
