package dev.tidemark.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.topic.Topics;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class TopicQueueTest {

    @Test
    void offer_beyondTheWeightLimit_isRejectedUntilAnEventIsRemoved() {
        TopicQueue<LogEvent> queue =
                new TopicQueue<>(Topics.LOGS, null, 64, event -> event.message().length(), 10);

        assertThat(queue.offer(log("123456"))).isTrue();
        assertThat(queue.offer(log("12345"))).isFalse();
        assertThat(queue.offer(log("1234"))).isTrue();
        assertThat(queue.offer(log("1"))).isFalse();
        assertThat(queue.poll()).isEqualTo(log("123456"));
        assertThat(queue.offer(log("12345"))).isTrue();
        assertThat(queue.counters())
                .isEqualTo(new TopicCounters("tidemark.logs.v1", 5, 0, Map.of(DropReason.QUEUE_FULL, 2L)));
    }

    @Test
    void offer_queueFull_releasesTheWeight() {
        TopicQueue<LogEvent> queue =
                new TopicQueue<>(Topics.LOGS, null, 2, event -> event.message().length(), 10);
        queue.offer(log("1"));
        queue.offer(log("1"));
        for (int i = 0; i < 20; i++) {
            assertThat(queue.offer(log("1"))).isFalse();
        }
        queue.poll();

        assertThat(queue.offer(log("123456789"))).isTrue();
    }

    @Test
    void send_eventThatCannotBeEncoded_isCountedAndTheNextIsSent() {
        TopicQueue<LogEvent> queue = new TopicQueue<>(Topics.LOGS, null, 64, event -> 0, 0);
        UnaryOperator<LogEvent> preparation = event -> {
            if (event.message().equals("bad")) {
                throw new IllegalStateException("defect");
            }
            return event;
        };
        TestProducer producer = new TestProducer(true);
        queue.offer(log("bad"));
        queue.offer(log("good"));

        new TopicPublisher<>(queue, new SingleRecordBatcher<>(queue, preparation)).send(producer.events(), 10);

        assertThat(producer.sent(Topics.LOGS)).containsExactly(log("good"));
        assertThat(queue.counters().dropped()).isEqualTo(Map.of(DropReason.ENCODING, 1L));
        assertThat(queue.counters().sent()).isEqualTo(1);
    }

    private static LogEvent log(String message) {
        return new LogEvent(
                1, "shop", "shop-1", LogLevel.INFO, "a.B", "main", message, null, null, null, null, Map.of());
    }
}
