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
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters: the original key, value and headers, and headers that say where from and why. They are bounded: a record that is
 * too large for a producer would fail its whole transaction, again and again. What is cut says so in its detail.
 */
final class DeadLetters {
    static final int MAX_KEY_AND_HEADER_BYTES = 50_000;
    static final int MAX_DETAIL_CHARS = 1_000;

    /** What is left of a letter beside key, headers and Kafka's own, even if nothing of it can be compressed. */
    static final int MAX_VALUE_BYTES = DeadLetter.MAX_BYTES - MAX_KEY_AND_HEADER_BYTES - (16 << 10);

    private final TopologyCounters counters;

    DeadLetters(TopologyCounters counters) {
        this.counters = counters;
    }

    Record<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> original, String reason, String detail) {
        byte @Nullable [] key = original.key();
        byte @Nullable [] value = original.value();
        Headers headers = new RecordHeaders();
        StringBuilder told = new StringBuilder(detail);
        told.setLength(Math.min(told.length(), MAX_DETAIL_CHARS));
        if (size(original.headers()) + (key == null ? 0 : key.length) <= MAX_KEY_AND_HEADER_BYTES) {
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
    static ConsumerRecord<byte[], byte[]> alone(ConsumerRecord<byte[], byte[]> record, RequestEvent event) {
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

    private static int size(Headers headers) {
        int size = 0;
        for (Header header : headers) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
