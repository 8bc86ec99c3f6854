package dev.tidemark.processor.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.topic.DeadLetter;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;

class DeadLetterBuilderTest {
    private static final int LARGE = 3 << 20;

    @Test
    void of_recordThatFits_keepsEverything() {
        Headers headers = new RecordHeaders();
        headers.add("origin", new byte[200_000]);

        DeadLetterBuilder deadLetter = of(record(headers, 300_000, 1 << 20));

        assertThat(deadLetter.key()).hasSize(300_000);
        assertThat(deadLetter.value()).hasSize(1 << 20);
        assertThat(deadLetter.headers().lastHeader("origin").value()).hasSize(200_000);
        assertThat(detail(deadLetter)).isEqualTo("a test");
        assertThat(deadLetter.isValueCut()).isFalse();
        assertThat(size(deadLetter)).isLessThanOrEqualTo(DeadLetter.MAX_BYTES);
    }

    @Test
    void of_largeValue_keepsItsFirstBytesAndSmallKeyAndHeaders() {
        Headers headers = new RecordHeaders();
        headers.add("origin", "here".getBytes(UTF_8));

        DeadLetterBuilder deadLetter = of(record(headers, 40_000, LARGE));

        assertThat(deadLetter.key()).hasSize(40_000);
        assertThat(deadLetter.headers().lastHeader("origin").value()).isEqualTo("here".getBytes(UTF_8));
        assertThat(deadLetter.value()).hasSize(DeadLetterBuilder.MAX_VALUE_BYTES);
        assertThat(deadLetter.isValueCut()).isTrue();
        assertThat(detail(deadLetter))
                .isEqualTo("a test (the first " + DeadLetterBuilder.MAX_VALUE_BYTES + " of 3145728 bytes)");
        assertThat(size(deadLetter)).isLessThanOrEqualTo(DeadLetter.MAX_BYTES);
    }

    @Test
    void of_largeKey_omitsIt() {
        DeadLetterBuilder deadLetter = of(record(new RecordHeaders(), LARGE, 9));

        assertThat(deadLetter.key()).isNull();
        assertThat(deadLetter.value()).hasSize(9);
        assertThat(detail(deadLetter)).isEqualTo("a test (key and headers left out)");
    }

    @Test
    void of_manySmallHeaders_staysWithinTheSizeLimit() {
        Headers headers = new RecordHeaders();
        for (int i = 0; i < 40_000; i++) {
            headers.add("", null);
        }

        assertThat(size(of(record(headers, 10, LARGE)))).isLessThanOrEqualTo(DeadLetter.MAX_BYTES);
    }

    @Test
    void of_nonAsciiHeaders_staysWithinTheSizeLimit() {
        Headers headers = new RecordHeaders();
        headers.add("漢".repeat(40_000), new byte[1]);

        assertThat(size(of(record(headers, 10, LARGE)))).isLessThanOrEqualTo(DeadLetter.MAX_BYTES);
    }

    /** Value sizes at the limit and directly below and above it. */
    @Test
    void of_valuesAroundTheLimit_stayWithinTheSizeLimit() {
        int limit = DeadLetter.MAX_BYTES - (16 << 10);
        String longDetail = "漢".repeat(2_000);
        for (int bytes = limit - 1; bytes <= limit + 1; bytes++) {
            DeadLetterBuilder deadLetter =
                    DeadLetterBuilder.of(record(new RecordHeaders(), 0, bytes), "malformed", longDetail);

            assertThat(size(deadLetter)).as("%d", bytes).isLessThanOrEqualTo(DeadLetter.MAX_BYTES);
            assertThat(deadLetter.isValueCut()).as("%d", bytes).isEqualTo(bytes > limit);
        }
    }

    @Test
    void withoutContent_keepsTheSourcePosition() {
        DeadLetterBuilder deadLetter =
                DeadLetterBuilder.withoutContent(record(new RecordHeaders(), 10, 10), "malformed", "a test");

        assertThat(deadLetter.key()).isNull();
        assertThat(deadLetter.value()).isNull();
        assertThat(detail(deadLetter)).isEqualTo("a test (key, value and headers left out)");
        assertThat(header(deadLetter, DeadLetter.SOURCE_TOPIC)).isEqualTo("tidemark.requests.v1");
        assertThat(header(deadLetter, DeadLetter.SOURCE_PARTITION)).isEqualTo("3");
        assertThat(header(deadLetter, DeadLetter.SOURCE_OFFSET)).isEqualTo("7");
        assertThat(header(deadLetter, DeadLetter.REASON)).isEqualTo("malformed");
    }

    private static DeadLetterBuilder of(ConsumerRecord<byte[], byte[]> record) {
        return DeadLetterBuilder.of(record, "malformed", "a test");
    }

    private static String detail(DeadLetterBuilder deadLetter) {
        return header(deadLetter, DeadLetter.DETAIL);
    }

    private static String header(DeadLetterBuilder deadLetter, String name) {
        return new String(deadLetter.headers().lastHeader(name).value(), UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> record(Headers headers, int keyBytes, int valueBytes) {
        return new ConsumerRecord<>(
                "tidemark.requests.v1",
                3,
                7,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[keyBytes],
                new byte[valueBytes],
                headers,
                Optional.empty());
    }

    /** The size that the producer checks, before compression. */
    private static int size(DeadLetterBuilder deadLetter) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                Compression.NONE.type(),
                deadLetter.key(),
                deadLetter.value(),
                deadLetter.headers().toArray());
    }
}
