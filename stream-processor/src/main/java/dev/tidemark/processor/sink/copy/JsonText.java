package dev.tidemark.processor.sink.copy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** Writes maps as JSON with sorted keys, so that equal maps give equal texts. */
public final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** Values are strings or whole numbers. A NUL becomes U+FFFD, because jsonb cannot contain it. */
    public static String of(Map<String, ?> values) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            for (Map.Entry<String, ?> entry : new TreeMap<>(values).entrySet()) {
                out.writeFieldName(storable(entry.getKey()));
                if (entry.getValue() instanceof Long number) {
                    out.writeNumber(number);
                } else {
                    out.writeString(storable(String.valueOf(entry.getValue())));
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static String storable(String text) {
        return text.indexOf(0) < 0 ? text : text.replace('\0', '\uFFFD');
    }
}
