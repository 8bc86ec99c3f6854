package dev.tidemark.query.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.consumer.TooLarge;
import dev.tidemark.query.fixture.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogDecoderTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-21T11:00:00Z");
    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final LogDecoder decoder = new LogDecoder(Optional::empty, clock);

    @Test
    void recordsThatWereNotRead_areCounted_andReportedOnceInAWhile() {
        ListAppender<ILoggingEvent> warnings = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(LogDecoder.class);
        warnings.start();
        logger.addAppender(warnings);
        logger.setLevel(Level.WARN);
        try {
            for (int i = 0; i < 100; i++) {
                assertThat(decoder.lines(unread(i))).isEmpty();
            }
            clock.advance(Duration.ofMinutes(10));
            decoder.lines(unread(100));
        } finally {
            logger.setLevel(null);
            logger.detachAppender(warnings);
        }

        assertThat(decoder.malformed()).isEqualTo(303);
        assertThat(warnings.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Not shown live: partition 2, offset 0: 3 records; others are only counted for 600 s",
                        "Not shown live: partition 2, offset 100: 3 records; others are only counted for 600 s");
    }

    private static ConsumerRecord<byte[], byte[]> unread(int offset) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("logs", 2, offset, new byte[0], new byte[0]);
        record.headers().add(new TooLarge(3, "3 records", false));
        return record;
    }

    @Test
    void line_olderThanTheRetention_hasTheTimeOfItsArrival_asItIsStored() {
        assertThat(json(Duration.ofDays(2)))
                .contains("\"ts\":\"2026-11-21T11:00:00.000000Z\"", "\"ts\":\"2026-11-18T12:00:00.000000Z\"")
                .contains("received: the line's time is older than the lines that are kept");
        assertThat(json(Duration.ofDays(7))).startsWith("{\"ts\":\"2026-11-18T12:00:00.000000Z\"");
        assertThat(json(null)).startsWith("{\"ts\":\"2026-11-18T12:00:00.000000Z\"");
    }

    private String json(@Nullable Duration retention) {
        byte[] value = "{\"ts\":\"2026-11-18T12:00:00Z\",\"message\":\"m\"}".getBytes(UTF_8);
        return new LogDecoder(() -> Optional.ofNullable(retention), clock)
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
