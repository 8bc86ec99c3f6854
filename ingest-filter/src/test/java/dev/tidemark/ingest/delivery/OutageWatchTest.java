package dev.tidemark.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutageWatchTest {
    private static final TopicCounters NONE = new TopicCounters("a", 0, 0, Map.of());

    private final List<String> lines = new ArrayList<>();
    private final OutageWatch watch;
    private long nanos = -5;
    private long answers;
    private long dropped;
    private boolean waiting = true;

    OutageWatchTest() {
        ApplicationLog log = new ApplicationLog() {
            @Override
            public void info(String message) {
                lines.add("INFO " + message);
            }

            @Override
            public void warn(String message) {
                lines.add("WARN " + message);
            }
        };
        watch = new OutageWatch(
                "kafka:9092",
                Duration.ofSeconds(10),
                () -> new OutageWatch.Progress(counters(), answers, waiting),
                servers -> servers + " does not answer",
                () -> nanos,
                log,
                new DropWatch());
    }

    @Test
    void kafkaAway_logsOneLineHoweverLong() {
        pass(9);
        assertThat(lines).isEmpty();
        dropped = 7;

        pass(3_600);

        assertThat(lines)
                .containsExactly("WARN Tidemark has no answer from Kafka at kafka:9092 for 10 s and keeps trying:"
                        + " kafka:9092 does not answer. Events wait in bounded queues, then are dropped and counted.");
    }

    @Test
    void kafkaBack_logsOneLineWithTheLossesOnceTheyEnd() {
        pass(11);
        dropped = 7;
        answers++;
        pass(1);
        dropped = 8;
        pass(1);
        assertThat(lines).hasSize(1);

        pass(1);

        assertThat(lines)
                .hasSize(2)
                .last()
                .isEqualTo(
                        "WARN Tidemark reaches Kafka at kafka:9092 again; it dropped 8 events; in total: a queue_full 8");
    }

    @Test
    void kafkaBack_withoutLosses_saysSo() {
        pass(11);
        answers++;
        pass(3);

        assertThat(lines)
                .hasSize(2)
                .last()
                .isEqualTo("INFO Tidemark reaches Kafka at kafka:9092 again; no event was lost.");
    }

    @Test
    void kafkaBackAndAwayAgain_isQuietForAMinute() {
        pass(11);
        answers++;
        pass(3);
        pass(50);
        assertThat(lines).hasSize(2);

        pass(20);

        assertThat(lines).hasSize(3);
    }

    @Test
    void nothingWaits_isNoOutage() {
        waiting = false;

        pass(600);

        assertThat(lines).isEmpty();
    }

    @Test
    void answersArrive_areNoOutage() {
        for (int i = 0; i < 100; i++) {
            answers++;
            pass(5);
        }

        assertThat(lines).isEmpty();
    }

    @Test
    void processSuspended_isNoOutage() {
        pass(2);
        nanos += Duration.ofMinutes(10).toNanos();
        watch.look();
        answers++;
        pass(5);

        assertThat(lines).isEmpty();
    }

    @Test
    void producerNotCreated_namesTheCause() {
        waiting = false;
        watch.failed(new IllegalStateException("no producer", new UnknownHostException("kafka")));

        pass(11);

        assertThat(lines).singleElement().asString().contains("keeps trying: kafka. Events");
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nanos += Duration.ofSeconds(1).toNanos();
            watch.look();
        }
    }

    private Counters counters() {
        TopicCounters requests =
                new TopicCounters("a", dropped, 0, dropped == 0 ? Map.of() : Map.of(DropReason.QUEUE_FULL, dropped));
        return new Counters(requests, NONE, NONE, NONE);
    }
}
