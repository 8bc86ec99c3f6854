package dev.tidemark.query.explain;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans as JSON, in parts that fit into the labels of a sample. Thread-safe. */
@Singleton
public final class PlanDocuments {
    /** The characters of a part; the labels of a sample may have 4,096. */
    public static final int PART = 3_600;
    /** The parts of a document. */
    public static final int MOST_PARTS = 8;

    private static final int MOST_NODES = 200;

    private final JsonMapper json;

    PlanDocuments(JsonMapper json) {
        this.json = json;
    }

    /** Writes a plan; a large one is cut, which its nodes say. */
    public List<String> write(StoredPlan plan) {
        String text = "";
        for (int nodes = MOST_NODES; nodes > 0; nodes /= 2) {
            text = text(new StoredPlan(plan.root().within(nodes), plan.advice(), plan.gone()));
            if (text.length() <= PART * MOST_PARTS) {
                break;
            }
        }
        List<String> parts = new ArrayList<>();
        for (int at = 0; at < text.length(); at = end(text, at)) {
            parts.add(text.substring(at, end(text, at)));
        }
        return parts;
    }

    private static int end(String text, int begin) {
        int end = Math.min(text.length(), begin + PART);
        // Half of a character is none.
        return end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    /** Reads what was written; null if it is damaged or was written by a newer version. */
    public @Nullable StoredPlan read(String text) {
        try {
            return json.readValue(text, Argument.of(StoredPlan.class));
        } catch (IOException e) {
            return null;
        }
    }

    private String text(StoredPlan plan) {
        try {
            return json.writeValueAsString(plan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
