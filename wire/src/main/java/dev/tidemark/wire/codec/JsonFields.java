package dev.tidemark.wire.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the parser's current value. For a value of the wrong kind, the exception names the field and the expected form. */
final class JsonFields {
    private static final int SHOWN = 64;

    private JsonFields() {}

    static @Nullable String text(JsonParser in, String field) throws IOException, MalformedEventException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING) {
            throw wrong(field, in, "a string");
        }
        return storable(in.getText());
    }

    static @Nullable Long wholeNumber(JsonParser in, String field, long low, long high)
            throws IOException, MalformedEventException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = in.getLongValue();
            if (value >= low && value <= high) {
                return value;
            }
        }
        throw wrong(field, in, wholeNumber(low, high));
    }

    private static String wholeNumber(long low, long high) {
        return "a whole number from " + low + " to " + high;
    }

    /** The exception for a whole number below {@code low} or above {@code high}. */
    static MalformedEventException outside(String field, String number, long low, long high) {
        return wrong(field, number, wholeNumber(low, high));
    }

    static @Nullable Double number(JsonParser in, String field) throws IOException, MalformedEventException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (in.currentToken().isNumeric()) {
            double value = in.getDoubleValue();
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw wrong(field, in, "a finite number");
    }

    /** An object of strings. Other plain values are taken as text; null counts as absent. */
    static Map<String, String> strings(JsonParser in, String field) throws IOException, MalformedEventException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(field, in, "an object of strings");
        }
        Map<String, String> values = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = storable(in.currentName());
            JsonToken token = in.nextToken();
            if (token.isStructStart()) {
                throw wrong(field + "." + shorten(name), in, "a string");
            }
            if (token != JsonToken.VALUE_NULL) {
                values.put(name, storable(in.getText()));
            }
        }
        return values;
    }

    /** An object of counts; null counts as absent. */
    static Map<String, Long> counts(JsonParser in, String field) throws IOException, MalformedEventException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(field, in, "an object of counts");
        }
        Map<String, Long> values = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = storable(in.currentName());
            in.nextToken();
            Long value = wholeNumber(in, field + "." + shorten(name), 0, Long.MAX_VALUE);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    /** Bytes in Base64, of which {@code form} makes the value. */
    static <T> @Nullable T base64(JsonParser in, String field, String expected, Function<byte[], T> form)
            throws IOException, MalformedEventException {
        String base64 = text(in, field);
        if (base64 == null) {
            return null;
        }
        try {
            return form.apply(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw wrong(field, in, expected + " in Base64; " + e.getMessage());
        }
    }

    static <T> T required(@Nullable T value, String field) throws MalformedEventException {
        if (value == null) {
            throw new MalformedEventException("no " + field + ": expected in every event of this topic");
        }
        return value;
    }

    static MalformedEventException wrong(String field, JsonParser in, String expected) throws IOException {
        JsonToken token = in.currentToken();
        String shown = token.isStructStart()
                ? (token == JsonToken.START_ARRAY ? "[…]" : "{…}")
                : (token == JsonToken.VALUE_STRING ? "\"" + shorten(in.getText()) + "\"" : shorten(in.getText()));
        return wrong(field, shown, expected);
    }

    private static MalformedEventException wrong(String field, String shown, String expected) {
        return new MalformedEventException(field + " " + shown + ": expected " + expected);
    }

    static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /**
     * PostgreSQL's text cannot hold NUL, and UTF-8 cannot hold a lone surrogate. Both become U+FFFD, so that the rest
     * is kept.
     */
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaceUnstorable(text, i);
            }
        }
        return text;
    }

    private static String replaceUnstorable(String text, int from) {
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                out.append(c).append(text.charAt(++i));
            } else {
                out.append(c == 0 || Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        return out.toString();
    }
}
