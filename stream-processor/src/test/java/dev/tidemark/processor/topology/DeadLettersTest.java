package dev.tidemark.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.DeadLetter;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private final TopologyCounters counters = new TopologyCounters();
    private final DeadLetters deadLetters = new DeadLetters(counters);

    /** A thousand of them may come from one record. */
    @Test
    void deadLetter_ofOneRequestInABatch_isSmallAndReadable() throws Exception {
        String text = "x".repeat(100_000);
        RequestEvent event = new RequestEvent(1, text, text, text, text, 200, 2, text, text, text, 3L, 4L);
        Headers headers = new RecordHeaders();
        headers.add("origin", new byte[20_000]);
        ConsumerRecord<byte[], byte[]> batch = new ConsumerRecord<>(
                "tidemark.requests.v1",
                0,
                0,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[20_000],
                new byte[9],
                headers,
                Optional.empty());

        Record<byte[], byte[]> deadLetter = deadLetters.of(batch, event, "too_late", "a test");

        assertThat(deadLetter.key()).isNull();
        assertThat(deadLetter.headers().lastHeader("origin")).isNull();
        assertThat(deadLetter.value()).hasSizeLessThan(10_000);
        assertThat(DrivenTopology.decode(Codecs.REQUEST_JSON, deadLetter.value())
                        .route())
                .isEqualTo("x".repeat(1_024));
        assertThat(new String(deadLetter.headers().lastHeader(DeadLetter.DETAIL).value(), UTF_8))
                .isEqualTo("a test (texts are cut after 1024 characters) (key and headers left out)");
        assertThat(counters.values()).containsEntry("dead_letters_cut_total", 1L);
    }
}
