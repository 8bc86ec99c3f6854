package dev.tidemark.wire.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per record, flat and in snake_case, so that any consumer can read it. Unknown fields are ignored,
 * absent ones are null; timestamps are RFC 3339 in UTC with microseconds. Stateless and thread-safe.
 */
abstract class JsonCodec<E> implements Codec<E> {
    static final String CONTENT_TYPE = "application/json";

    /** Kafka's default record size. */
    private static final int MAX_STRING_CHARS = 1 << 20;

    static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxStringLength(MAX_STRING_CHARS)
            .maxNameLength(MAX_STRING_CHARS)
            .maxNumberLength(64)
            .build();

    /**
     * UTF-8 without charset detection: the meaning of a value must not depend on a guess. {@code NaN} and {@code
     * Infinity} are accepted as tokens, because a parser exception costs as much as decoding many events. Numeric
     * fields then reject them; fields that accept any plain value take them as text.
     */
    static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(CONSTRAINTS)
            .build();

    @Override
    public final String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public final byte[] encode(E event) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(usualBytes());
                JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            write(event, out);
            out.writeEndObject();
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    @Override
    public void decode(byte @Nullable [] value, Consumer<? super E> visitor) throws MalformedEventException {
        byte[] json = withoutByteOrderMark(requireValue(value));
        requireBraces(json);
        E own = scan(json);
        visitor.accept(own == null ? parse(json) : own);
    }

    static byte[] requireValue(byte @Nullable [] value) throws MalformedEventException {
        if (value == null) {
            throw new MalformedEventException("no value: expected a JSON object");
        }
        return value;
    }

    static byte[] withoutByteOrderMark(byte[] value) {
        boolean isMarked =
                value.length >= 3 && value[0] == (byte) 0xEF && value[1] == (byte) 0xBB && value[2] == (byte) 0xBF;
        return isMarked ? Arrays.copyOfRange(value, 3, value.length) : value;
    }

    /**
     * Reads a value in exactly the form that {@link #write} produces; null for every other value, valid or not.
     *
     * @throws MalformedEventException as {@link #parse} would throw it
     */
    @Nullable E scan(byte[] value) throws MalformedEventException {
        return null;
    }

    /** Reads the fields of an object up to its end; the parser is at its start. */
    @FunctionalInterface
    interface ObjectReader<T> {
        T read(JsonParser in) throws IOException, MalformedEventException;
    }

    /** Parses any value. */
    final E parse(byte[] value) throws MalformedEventException {
        return parse(JSON, value, this::read);
    }

    /** Parses a JSON object. */
    static <T> T parse(JsonFactory json, byte[] value, ObjectReader<T> reader) throws MalformedEventException {
        T event;
        try (JsonParser in = json.createParser(value)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEventException("a value of " + value.length + " bytes: expected a JSON object");
            }
            event = reader.read(in);
            if (in.nextToken() != null) {
                throw new MalformedEventException("a second value after the event: expected one JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new MalformedEventException(
                    "a value of " + value.length + " bytes: expected a JSON object; " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedEventException(
                    "a value of " + value.length + " bytes: expected a JSON object in UTF-8; " + e.getMessage());
        }
        return event;
    }

    /**
     * Rejects noise and truncated values by their first and last characters: a parser exception costs as much as
     * decoding many events.
     */
    static void requireBraces(byte[] value) throws MalformedEventException {
        int begin = 0;
        int end = value.length;
        while (begin < end && isSpace(value[begin])) {
            begin++;
        }
        while (begin < end && isSpace(value[end - 1])) {
            end--;
        }
        boolean begun = begin < end && value[begin] == '{';
        if (!begun || value[end - 1] != '}') {
            throw noObject(value, begun);
        }
    }

    private static MalformedEventException noObject(byte[] value, boolean begun) {
        return new MalformedEventException("a value of " + value.length
                + (begun ? " bytes that was cut off: expected a whole JSON object" : " bytes: expected a JSON object"));
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    /** The room with which encoding begins. */
    int usualBytes() {
        return 256;
    }

    /** Writes the fields of {@code event} into the open object. */
    abstract void write(E event, JsonGenerator out) throws IOException;

    /** Reads fields up to the end of the object; the parser is at its start. */
    abstract E read(JsonParser in) throws IOException, MalformedEventException;

    /** Reads one field; the parser is at its value. */
    @FunctionalInterface
    interface FieldReader {
        void read(String name, JsonParser in) throws IOException, MalformedEventException;
    }

    /** Hands each field up to the end of the object to {@code reader}. */
    static void readEach(JsonParser in, FieldReader reader) throws IOException, MalformedEventException {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            reader.read(name, in);
        }
    }

    static void writeText(JsonGenerator out, String field, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(field, JsonFields.storable(value));
        }
    }

    static void writeNumber(JsonGenerator out, String field, @Nullable Long value) throws IOException {
        if (value != null) {
            out.writeNumberField(field, value);
        }
    }

    static void writeStrings(JsonGenerator out, String field, Map<String, String> values) throws IOException {
        if (!values.isEmpty()) {
            out.writeObjectFieldStart(field);
            for (Map.Entry<String, String> entry : values.entrySet()) {
                out.writeStringField(JsonFields.storable(entry.getKey()), JsonFields.storable(entry.getValue()));
            }
            out.writeEndObject();
        }
    }
}
