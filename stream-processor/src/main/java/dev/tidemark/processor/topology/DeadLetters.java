package dev.tidemark.processor.topology;

import dev.tidemark.processor.deadletter.DeadLetterBuilder;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** Builds the dead letters that the topology forwards, and counts them. Not thread-safe. */
final class DeadLetters {
    /**
     * The limit for key and headers in the dead letter of one request of a batch; without it, each dead letter would
     * repeat those of the batch.
     */
    static final int MAX_KEY_AND_HEADER_BYTES_OF_ONE = 1_000;

    static final int MAX_TEXT_CHARS_OF_ONE = 1_024;

    private static final byte[] JSON = Codecs.REQUEST_JSON.contentType().getBytes(StandardCharsets.UTF_8);

    private final TopologyCounters counters;

    DeadLetters(TopologyCounters counters) {
        this.counters = counters;
    }

    Record<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> original, String reason, String detail) {
        DeadLetterBuilder deadLetter = DeadLetterBuilder.of(original, reason, detail);
        if (deadLetter.isValueCut()) {
            counters.deadLettersCut.increment();
        }
        return counted(original, reason, deadLetter);
    }

    /**
     * The dead letter of one request in a batch, in JSON. It is kept small: a batch stores shared data once, which a
     * thousand dead letters would repeat, so a record of a few bytes could take longer than the transaction timeout,
     * again and again.
     */
    Record<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> batch, RequestEvent event, String reason, String detail) {
        RequestEvent shown = cut(event);
        String shownDetail = detail;
        if (!shown.equals(event)) {
            shownDetail += " (texts are cut after " + MAX_TEXT_CHARS_OF_ONE + " characters)";
            counters.deadLettersCut.increment();
        }
        return counted(
                batch,
                reason,
                DeadLetterBuilder.of(alone(batch, shown), reason, shownDetail, MAX_KEY_AND_HEADER_BYTES_OF_ONE));
    }

    private Record<byte[], byte[]> counted(
            ConsumerRecord<byte[], byte[]> original, String reason, DeadLetterBuilder deadLetter) {
        counters.deadLetter(original.topic(), reason);
        return new Record<>(
                deadLetter.key(), deadLetter.value(), Math.max(0, original.timestamp()), deadLetter.headers());
    }

    /** {@code record} as if it contained only {@code event}, in JSON; its last {@code content-type} header says so. */
    private static ConsumerRecord<byte[], byte[]> alone(ConsumerRecord<byte[], byte[]> record, RequestEvent event) {
        Headers headers = new RecordHeaders(record.headers());
        headers.add(Codec.CONTENT_TYPE_HEADER, JSON);
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
                event.responseBytes(),
                event.parentSpanId(),
                event.stream(),
                event.parts());
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT_CHARS_OF_ONE ? text : text.substring(0, MAX_TEXT_CHARS_OF_ONE);
    }
}
