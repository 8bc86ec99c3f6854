package dev.tidemark.e2e.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.delivery.TopicCounters;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A storm of long log lines beside ordinary requests. */
class LogStormIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REQUESTS = 2_000;
    private static final int LINES = 1_000;
    private static final int LINE_CHARACTERS = 16 << 10;

    private final Broker broker = new Broker();

    @BeforeEach
    void start() throws Exception {
        broker.start();
        broker.declare(Topics.REQUESTS, Topics.LOGS, Topics.SAMPLES);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void logStorm_anyRate_losesNoRequest() throws Exception {
        // As many lines as two threads can log, which is more than can be delivered.
        TopicCounters logs = storm(Duration.ofSeconds(2), 1_000_000, 2);

        // The control: the storm is one, so events that share its queue are lost.
        assertThat(logs.droppedTotal()).isPositive();
    }

    @Test
    @Tag("faults")
    void logStorm_quarterOfAMinute_losesNoRequest() throws Exception {
        storm(Duration.ofSeconds(15), LINES, 1);
    }

    /** Returns the counters of the logs. */
    private TopicCounters storm(Duration duration, int lines, int threads) throws Exception {
        Tidemark tidemark = Tidemark.builder()
                .serviceName("shop")
                .bootstrapServers(broker.address())
                .set(FilterSetting.INSTANCE, "shop-1")
                .set(FilterSetting.SAMPLE_INTERVAL, "0s")
                .set(FilterSetting.CLOSE_TIMEOUT, "60s")
                .build();
        String text =
                "order 4711 took 12 ms, user=jo cart=[a, b, c]; ".repeat(400).substring(0, LINE_CHARACTERS);
        List<Thread> storm = new ArrayList<>();
        storm.add(paced(duration, REQUESTS, i -> tidemark.record(request(i))));
        for (int i = 0; i < threads; i++) {
            storm.add(paced(duration, lines, line -> tidemark.log(log(text))));
        }
        for (Thread thread : storm) {
            thread.join();
        }
        tidemark.close();

        TopicCounters requests = tidemark.counters().requests();
        TopicCounters logs = tidemark.counters().logs();
        assertThat(requests.recorded()).isEqualTo(REQUESTS * duration.toSeconds());
        assertThat(requests.dropped()).isEmpty();
        assertThat(broker.read(Topics.REQUESTS)).hasSize((int) requests.recorded());
        assertThat(logs.sent() + logs.droppedTotal()).isEqualTo(logs.recorded());
        return logs;
    }

    /** A thread that acts at a rate, as far as it can. */
    private static Thread paced(Duration duration, int perSecond, LongConsumer action) {
        return Thread.ofPlatform().start(() -> {
            long start = System.nanoTime();
            long end = duration.toNanos();
            long total = perSecond * duration.toSeconds();
            boolean bounded = perSecond != REQUESTS;
            for (long i = 0; i < total && (!bounded || System.nanoTime() - start < end); i++) {
                long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                action.accept(i);
            }
        });
    }

    /** Each has a unique duration. */
    private static RequestEvent request(long number) {
        return new RequestEvent(1, "shop", "shop-1", "GET", "/a", 200, number, null, null, null, null, null);
    }

    private static LogEvent log(String message) {
        return new LogEvent(
                1, "shop", "shop-1", LogLevel.INFO, "a.B", "main", message, null, null, null, null, Map.of());
    }
}
