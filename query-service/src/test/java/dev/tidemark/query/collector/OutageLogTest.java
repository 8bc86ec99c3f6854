package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long now;
    private OutageLog outage;

    @BeforeEach
    void listen() {
        Logger logger = (Logger) LoggerFactory.getLogger("outage-" + System.nanoTime());
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
        outage = new OutageLog(logger, "away", "back; ", () -> now);
    }

    @Test
    void anOutage_isTwoLines_howeverOftenItFails() {
        for (int second = 0; second < 100; second++) {
            outage.failed("refused");
            pass(1);
        }
        outage.succeeded("none was lost");
        outage.succeeded("none was lost");

        assertThat(lines()).containsExactly("away: refused", "back; none was lost");
    }

    @Test
    void aFailureOfAMoment_isNoLine() {
        outage.failed("not yet");
        pass(9);
        outage.failed("not yet");
        outage.succeeded();

        assertThat(lines()).isEmpty();
    }

    @Test
    void anotherOutage_waitsForAMinute() {
        fail(20);
        outage.succeeded();
        fail(20);
        outage.succeeded();
        assertThat(lines()).hasSize(2);

        pass(60);
        fail(20);
        assertThat(lines()).hasSize(3);
    }

    @Test
    void hasFailedFor_countsFromTheFirstFailure() {
        fail(59);
        assertThat(outage.hasFailedFor(Duration.ofMinutes(1))).isFalse();
        pass(1);
        assertThat(outage.hasFailedFor(Duration.ofMinutes(1))).isTrue();
        outage.succeeded();
        assertThat(outage.hasFailedFor(Duration.ofMinutes(1))).isFalse();
    }

    private void fail(int seconds) {
        outage.failed("refused");
        pass(seconds);
        outage.failed("refused");
    }

    private void pass(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private List<String> lines() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
