package dev.tidemark.query.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogDecoderTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-21T11:00:00Z");

    @Test
    void line_olderThanTheRetention_hasTheTimeOfItsArrival_asItIsStored() {
        assertThat(json(Duration.ofDays(2)))
                .contains("\"ts\":\"2026-11-21T11:00:00.000000Z\"", "\"ts\":\"2026-11-18T12:00:00.000000Z\"")
                .contains("received: the line's time is older than the lines that are kept");
        assertThat(json(Duration.ofDays(7))).startsWith("{\"ts\":\"2026-11-18T12:00:00.000000Z\"");
        assertThat(json(null)).startsWith("{\"ts\":\"2026-11-18T12:00:00.000000Z\"");
    }

    private static String json(@Nullable Duration retention) {
        byte[] value = "{\"ts\":\"2026-11-18T12:00:00Z\",\"message\":\"m\"}".getBytes(UTF_8);
        return new LogDecoder(() -> Optional.ofNullable(retention))
                .lines(new ConsumerRecord<>(
                        "topic",
                        3,
                        7,
                        RECEIVED.toEpochMilli(),
                        TimestampType.LOG_APPEND_TIME,
                        0,
                        0,
                        new byte[0],
                        value,
                        new RecordHeaders(),
                        Optional.empty()))
                .getFirst()
                .json();
    }
}
