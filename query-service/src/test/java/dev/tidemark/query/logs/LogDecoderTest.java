package dev.tidemark.query.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.consumer.TooLarge;
import dev.tidemark.query.fixture.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogDecoderTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final LogDecoder decoder = new LogDecoder(clock);

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
}
