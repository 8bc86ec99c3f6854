package dev.tidemark.processor.topology;

import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters: the original key, value and headers, and headers that say where from and why. They are bounded: a record that is
 * too large for a producer would fail its whole transaction, again and again. What is cut says so in its detail.
 */
final class DeadLetters {
    static final int MAX_KEY_AND_HEADER_BYTES = 50_000;
    static final int MAX_DETAIL_CHARS = 1_000;

    /** The same for the dead letter of one request in a batch: all of them repeat what they have in common. */
    static final int MAX_KEY_AND_HEADER_BYTES_OF_ONE = 1_000;

    static final int MAX_TEXT_CHARS_OF_ONE = 1_024;

    /** The lengths of a header's key and value, as numbers of variable length. */
    private static final int HEADER_OVERHEAD_BYTES = 10;

    /** What is left of a dead letter beside key, headers and Kafka's own, even if nothing of it can be compressed. */
    static final int MAX_VALUE_BYTES = DeadLetter.MAX_BYTES - MAX_KEY_AND_HEADER_BYTES - (16 << 10);

    private final TopologyCounters counters;

    DeadLetters(TopologyCounters counters) {
        this.counters = counters;
    }

    Record<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> original, String reason, String detail) {
        return of(original, reason, detail, MAX_KEY_AND_HEADER_BYTES);
    }

    /**
     * The dead letter of one request in a batch, in JSON. It is small: a batch writes once what a thousand dead letters would repeat, and one
     * record of a few bytes could take longer than a transaction may, again and again.
     */
    Record<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> batch, RequestEvent event, String reason, String detail) {
        RequestEvent shown = cut(event);
        String told = detail;
        if (!shown.equals(event)) {
            told += " (texts are cut after " + MAX_TEXT_CHARS_OF_ONE + " characters)";
            counters.deadLettersCut.increment();
        }
        return of(alone(batch, shown), reason, told, MAX_KEY_AND_HEADER_BYTES_OF_ONE);
    }

    private Record<byte[], byte[]> of(
            ConsumerRecord<byte[], byte[]> original, String reason, String detail, int maxKeyAndHeaderBytes) {
        byte @Nullable [] key = original.key();
        byte @Nullable [] value = original.value();
        Headers headers = new RecordHeaders();
        StringBuilder told = new StringBuilder(detail);
        told.setLength(Math.min(told.length(), MAX_DETAIL_CHARS));
        if (size(original.headers()) + (key == null ? 0 : key.length) <= maxKeyAndHeaderBytes) {
            original.headers().forEach(headers::add);
        } else {
            key = null;
            told.append(" (key and headers left out)");
        }
        if (value != null && value.length > MAX_VALUE_BYTES) {
            told.append(" (the first ")
                    .append(MAX_VALUE_BYTES)
                    .append(" of ")
                    .append(value.length)
                    .append(" bytes)");
            value = Arrays.copyOf(value, MAX_VALUE_BYTES);
            counters.deadLettersCut.increment();
        }
        counters.deadLetter(original.topic(), reason);
        put(headers, DeadLetter.SOURCE_TOPIC, original.topic());
        put(headers, DeadLetter.SOURCE_PARTITION, Integer.toString(original.partition()));
        put(headers, DeadLetter.SOURCE_OFFSET, Long.toString(original.offset()));
        put(headers, DeadLetter.REASON, reason);
        put(headers, DeadLetter.DETAIL, told.toString());
        return new Record<>(key, value, Math.max(0, original.timestamp()), headers);
    }

    /** A record as if it had carried nothing but {@code event}, in JSON; its last {@code content-type} says so. */
    private static ConsumerRecord<byte[], byte[]> alone(ConsumerRecord<byte[], byte[]> record, RequestEvent event) {
        Headers headers = new RecordHeaders(record.headers());
        put(headers, Codec.CONTENT_TYPE_HEADER, Codecs.REQUEST_JSON.contentType());
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                0,
                0,
                record.key(),
                Codecs.REQUEST_JSON.encode(event),
                headers,
                record.leaderEpoch());
    }

    private static RequestEvent cut(RequestEvent event) {
        return new RequestEvent(
                event.timestampMicros(),
                cut(event.service()),
                event.instance() == null ? null : cut(event.instance()),
                cut(event.method()),
                cut(event.route()),
                event.status(),
                event.durationMicros(),
                event.traceId() == null ? null : cut(event.traceId()),
                event.spanId() == null ? null : cut(event.spanId()),
                event.errorType() == null ? null : cut(event.errorType()),
                event.requestBytes(),
                event.responseBytes());
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT_CHARS_OF_ONE ? text : text.substring(0, MAX_TEXT_CHARS_OF_ONE);
    }

    /** As a record holds them; or a few bytes more. */
    private static int size(Headers headers) {
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
