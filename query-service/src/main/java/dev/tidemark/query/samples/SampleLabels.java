package dev.tidemark.query.samples;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Labels of series as JSON, which is how they are stored. */
@Singleton
final class SampleLabels {
    private static final Argument<Map<String, String>> TEXTS = Argument.mapOf(String.class, String.class);

    private final JsonMapper json;

    SampleLabels(JsonMapper json) {
        this.json = json;
    }

    Map<String, String> of(String text) {
        try {
            return json.readValue(text, TEXTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(Map<String, String> labels) {
        try {
            return json.writeValueAsString(TEXTS, labels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
