package dev.tidemark.query.collector;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of an answer: numbers are values, texts are labels. Columns without a value are absent. */
record Row(Map<String, Double> values, Map<String, String> labels) {
    @Nullable Double value(String column) {
        return values.get(column);
    }

    @Nullable String label(String column) {
        return labels.get(column);
    }

    /** The labels without one of them. */
    Map<String, String> labelsWithout(String column) {
        Map<String, String> rest = new LinkedHashMap<>(labels);
        rest.remove(column);
        return rest;
    }
}
