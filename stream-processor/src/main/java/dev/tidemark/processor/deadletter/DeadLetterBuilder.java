package dev.tidemark.processor.deadletter;

import dev.tidemark.wire.topic.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Builds the key, value and headers of a dead letter: those of the original record, plus headers with its source and
 * the reason. A dead letter never exceeds {@link DeadLetter#MAX_BYTES}, since a record that is too large would fail its
 * whole transaction again and again. The detail mentions everything that is cut or left out. For one dead letter; not
 * thread-safe.
 */
public final class DeadLetterBuilder {
    /** The size up to which a dead letter that must be cut keeps its key and headers. */
    static final int MAX_KEY_AND_HEADER_BYTES = 50_000;

    static final int MAX_DETAIL_CHARS = 1_000;

    /** Room for the added headers and for Kafka's own bytes, even if nothing can be compressed. */
    private static final int OWN_BYTES = 16 << 10;

    /** The number of value bytes that fit beside key and headers. */
    public static final int MAX_VALUE_BYTES = DeadLetter.MAX_BYTES - MAX_KEY_AND_HEADER_BYTES - OWN_BYTES;

    /** The lengths of a header's key and value, as varints. */
    private static final int HEADER_OVERHEAD_BYTES = 10;

    private final ConsumerRecord<byte[], byte[]> original;
    private final String reason;
    private final StringBuilder detail;
    private final Headers headers = new RecordHeaders();
    private byte @Nullable [] key;
    private byte @Nullable [] value;
    private boolean valueCut;

    private DeadLetterBuilder(ConsumerRecord<byte[], byte[]> original, String reason, String detail) {
        this.original = original;
        this.reason = reason;
        this.detail = new StringBuilder(detail);
        this.detail.setLength(Math.min(detail.length(), MAX_DETAIL_CHARS));
    }

    /** A dead letter of {@code original}, whole if it fits. */
    public static DeadLetterBuilder of(ConsumerRecord<byte[], byte[]> original, String reason, String detail) {
        int keyAndHeaders = keyAndHeaderBytes(original);
        int valueBytes = original.value() == null ? 0 : original.value().length;
        boolean fits = (long) keyAndHeaders + valueBytes <= DeadLetter.MAX_BYTES - OWN_BYTES;
        return new DeadLetterBuilder(original, reason, detail)
                .copy(fits || keyAndHeaders <= MAX_KEY_AND_HEADER_BYTES, fits ? valueBytes : MAX_VALUE_BYTES);
    }

    /** A dead letter of {@code original} whose key and headers are left out if they take more than {@code maxKeyAndHeaderBytes}. */
    public static DeadLetterBuilder of(
            ConsumerRecord<byte[], byte[]> original, String reason, String detail, int maxKeyAndHeaderBytes) {
        return new DeadLetterBuilder(original, reason, detail)
                .copy(keyAndHeaderBytes(original) <= maxKeyAndHeaderBytes, MAX_VALUE_BYTES);
    }

    /** A dead letter without the content of {@code original}, for a topic whose size limit was lowered. */
    public static DeadLetterBuilder withoutContent(
            ConsumerRecord<byte[], byte[]> original, String reason, String detail) {
        DeadLetterBuilder empty = new DeadLetterBuilder(original, reason, detail);
        empty.detail.append(" (key, value and headers left out)");
        return empty.addSource();
    }

    private DeadLetterBuilder copy(boolean withKeyAndHeaders, int maxValueBytes) {
        if (withKeyAndHeaders) {
            key = original.key();
            original.headers().forEach(headers::add);
        } else {
            detail.append(" (key and headers left out)");
        }
        value = original.value();
        if (value != null && value.length > maxValueBytes) {
            detail.append(" (the first ")
                    .append(maxValueBytes)
                    .append(" of ")
                    .append(value.length)
                    .append(" bytes)");
            value = Arrays.copyOf(value, maxValueBytes);
            valueCut = true;
        }
        return addSource();
    }

    private DeadLetterBuilder addSource() {
        put(headers, DeadLetter.SOURCE_TOPIC, original.topic());
        put(headers, DeadLetter.SOURCE_PARTITION, Integer.toString(original.partition()));
        put(headers, DeadLetter.SOURCE_OFFSET, Long.toString(original.offset()));
        put(headers, DeadLetter.REASON, reason);
        put(headers, DeadLetter.DETAIL, detail.toString());
        return this;
    }

    public byte @Nullable [] key() {
        return key;
    }

    public byte @Nullable [] value() {
        return value;
    }

    public Headers headers() {
        return headers;
    }

    /** Whether it contains only the first bytes of the value. */
    public boolean isValueCut() {
        return valueCut;
    }

    private static int keyAndHeaderBytes(ConsumerRecord<byte[], byte[]> record) {
        return size(record.headers()) + (record.key() == null ? 0 : record.key().length);
    }

    /** An upper bound for the size of {@code headers} in a record. */
    static int size(Iterable<Header> headers) {
        int size = 0;
        for (Header header : headers) {
            size += HEADER_OVERHEAD_BYTES + Utils.utf8Length(header.key());
            size += header.value() == null ? 0 : header.value().length;
        }
        return size;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
