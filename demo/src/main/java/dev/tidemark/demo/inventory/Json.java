package dev.tidemark.demo.inventory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the inventory's JSON. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes an object of strings, whole numbers and lists of strings. */
    static String object(Map<String, ?> fields) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            for (var field : fields.entrySet()) {
                json.writeFieldName(field.getKey());
                value(json, field.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case String text -> json.writeString(text);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case List<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    value(json, element);
                }
                json.writeEndArray();
            }
            default ->
                throw new IllegalArgumentException(
                        "cannot write a " + value.getClass().getName() + " as JSON");
        }
    }

    /**
     * Reads {@code {"lines":[{"sku":"TM-0001","quantity":2}]}}.
     *
     * @throws IOException if it is not in that form
     */
    static List<ReservationLine> lines(byte[] body) throws IOException {
        var lines = new ArrayList<ReservationLine>();
        try (JsonParser json = FACTORY.createParser(body)) {
            expect(json.nextToken(), JsonToken.START_OBJECT, "an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = json.currentName().equals("lines");
                json.nextToken();
                if (!wanted) {
                    json.skipChildren();
                    continue;
                }
                expect(json.currentToken(), JsonToken.START_ARRAY, "a list as \"lines\"");
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    lines.add(line(json));
                }
            }
        }
        return lines;
    }

    private static ReservationLine line(JsonParser json) throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT, "an object as line");
        String sku = "";
        int quantity = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "sku" -> sku = json.getText();
                case "quantity" -> quantity = json.getIntValue();
                default -> json.skipChildren();
            }
        }
        return new ReservationLine(sku, quantity);
    }

    private static void expect(@Nullable JsonToken token, JsonToken expected, String inWords) throws IOException {
        if (token != expected) {
            throw new IOException("the body has " + token + ": expected " + inWords);
        }
    }
}
