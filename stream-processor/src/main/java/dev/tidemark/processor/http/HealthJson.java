package dev.tidemark.processor.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.processor.health.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** {@code {"status":"not_ready","problems":[{"part":"topology","problem":"…","since":"2026-11-21T10:00:00Z"}]}}. */
final class HealthJson {
    private static final JsonFactory JSON = new JsonFactory();

    private HealthJson() {}

    static byte[] of(String status, List<Problem> problems) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("status", status);
            json.writeArrayFieldStart("problems");
            for (Problem problem : problems) {
                json.writeStartObject();
                json.writeStringField("part", problem.part());
                json.writeStringField("problem", problem.text());
                json.writeStringField("since", problem.since().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
