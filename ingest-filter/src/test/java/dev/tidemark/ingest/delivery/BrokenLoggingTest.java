package dev.tidemark.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The application's logging throws or blocks. */
class BrokenLoggingTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.tidemark.ingest");
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private @Nullable UnsynchronizedAppenderBase<ILoggingEvent> appender;

    @AfterEach
    void repair() {
        goesOn.countDown();
        logger.detachAppender(appender);
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class, StackOverflowError.class})
    void warn_loggingThrows_doesNotThrow(Class<? extends Throwable> type) throws Exception {
        Throwable thrown = type.getConstructor(String.class).newInstance("broken");
        breakLogging(() -> sneak(thrown));

        assertThatCode(() -> ApplicationLog.slf4j().warn("a line")).doesNotThrowAnyException();
        assertThat(reached.getCount()).isZero();
    }

    @Test
    @Timeout(60)
    void close_loggingBlocks_ends() throws Exception {
        breakLogging(this::block);
        Settings settings =
                Settings.read(Map.of(FilterSetting.QUEUE_CAPACITY, "64", FilterSetting.CLOSE_TIMEOUT, "0ms"), Map.of());
        Delivery delivery = new Delivery(settings, Redaction.standard(), id -> {
            throw new KafkaException("away");
        });
        for (int i = 0; i < 1000; i++) {
            delivery.sample(new SampleEvent(i, "shop", "shop-1", MetricType.BUSINESS, "a", i, Map.of()));
        }

        delivery.close();

        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(goesOn.getCount()).isOne();
    }

    @Test
    @Timeout(60)
    void untold_whileALineIsLogged_doesNotWait() throws Exception {
        breakLogging(this::block);
        DropWatch drops = new DropWatch();
        TopicCounters none = new TopicCounters("s", 0, 0, Map.of());
        Counters counters =
                new Counters(new TopicCounters("r", 7, 0, Map.of(DropReason.QUEUE_FULL, 7L)), none, none, none);
        Thread looking = new Thread(() -> drops.look(counters), "looking");
        looking.start();
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(drops.untold(counters)).isNull();

        goesOn.countDown();
        looking.join(30_000);
        assertThat(looking.isAlive()).isFalse();
    }

    private void block() {
        try {
            goesOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void breakLogging(Runnable broken) {
        UnsynchronizedAppenderBase<ILoggingEvent> added = new UnsynchronizedAppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                reached.countDown();
                broken.run();
            }
        };
        added.setContext(logger.getLoggerContext());
        added.start();
        appender = added;
        logger.addAppender(added);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
