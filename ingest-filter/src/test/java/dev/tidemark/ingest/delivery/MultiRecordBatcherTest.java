package dev.tidemark.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class MultiRecordBatcherTest {
    private static final int MAX_BYTES = 1_000;

    private final TopicQueue<RequestEvent> queue = new TopicQueue<>(Topics.REQUESTS, null, 1024, event -> 0, 0);
    private final TopicPublisher<RequestEvent> publisher =
            new TopicPublisher<>(queue, new MultiRecordBatcher<>(queue, Codecs.REQUEST_BATCH, MAX_BYTES));

    @Test
    void send_waitingEvents_fillsRecordsUpToTheSizeLimit() throws Exception {
        TestProducer producer = new TestProducer(true);
        List<RequestEvent> offered = offer(300, "/a");

        publisher.send(producer.events(), 100);

        List<RequestEvent> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            assertThat(record.value()).hasSizeLessThanOrEqualTo(MAX_BYTES);
            assertThat(record.headers().lastHeader(Codec.CONTENT_TYPE_HEADER).value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("application/vnd.tidemark.requests.v1+batch");
            Codecs.REQUEST_BATCH.decode(record.value(), sent::add);
        }
        assertThat(producer.history()).hasSizeBetween(2, 30);
        assertThat(sent).isEqualTo(offered);
        assertThat(queue.counters()).isEqualTo(new TopicCounters("tidemark.requests.v1", 300, 300, Map.of()));
        assertThat(publisher.isEmpty()).isTrue();
    }

    @Test
    void send_recordTooLarge_countsEachOfItsEvents() {
        TestProducer producer = new TestProducer(true);
        producer.refuse(new RecordTooLargeException("too large"));
        offer(300, "/a");

        publisher.send(producer.events(), 100);

        assertThat(queue.counters().dropped()).isEqualTo(Map.of(DropReason.RECORD_TOO_LARGE, 300L));
    }

    @Test
    void send_largeEvent_isSentAloneAndLosesNoOthers() {
        TestProducer producer = new TestProducer(true);
        offer(2, "/a");
        offer(1, "/" + "b".repeat(5 * MAX_BYTES));
        offer(2, "/a");

        publisher.send(producer.events(), 100);

        assertThat(producer.history())
                .extracting(record -> record.value().length > MAX_BYTES)
                .containsExactly(false, true, false);
        assertThat(queue.counters().sent()).isEqualTo(5);
    }

    @Test
    void send_rejectedByKafka_countsEachEvent() {
        TestProducer producer = new TestProducer(false);
        offer(5, "/a");
        publisher.send(producer.events(), 100);

        producer.errorNext(new TopicAuthorizationException("tidemark.requests.v1"));

        assertThat(queue.counters().dropped()).isEqualTo(Map.of(DropReason.SEND_FAILED, 5L));
        assertThat(queue.counters().inFlight()).isZero();
    }

    @Test
    void send_noRoomInTheProducer_holdsTheRecordUntilGiveUp() {
        TestProducer producer = new TestProducer(true);
        producer.refuse(new TimeoutException("no metadata"));
        offer(300, "/a");

        assertThat(publisher.send(producer.events(), 100)).isFalse();
        assertThat(publisher.isEmpty()).isFalse();
        assertThat(queue.counters().inFlight()).isEqualTo(300);
        publisher.giveUp();

        assertThat(publisher.isEmpty()).isTrue();
        assertThat(queue.counters().dropped()).isEqualTo(Map.of(DropReason.CLOSED, 300L));
    }

    @Test
    void send_eventOutOfRange_isCountedAndTheOthersAreSent() throws MalformedEventException {
        TestProducer producer = new TestProducer(true);
        offer(1, "/a");
        queue.offer(new RequestEvent(1, "shop", null, "GET", "/", 999, 1, null, null, null, null, null));
        offer(1, "/b");

        publisher.send(producer.events(), 100);

        List<RequestEvent> sent = new ArrayList<>();
        Codecs.REQUEST_BATCH.decode(producer.history().get(0).value(), sent::add);
        assertThat(sent).extracting(RequestEvent::route).containsExactly("/a", "/b");
        assertThat(queue.counters())
                .isEqualTo(new TopicCounters("tidemark.requests.v1", 3, 2, Map.of(DropReason.ENCODING, 1L)));
    }

    private List<RequestEvent> offer(int count, String route) {
        List<RequestEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RequestEvent event =
                    new RequestEvent(i, "shop", "shop-1", "GET", route, 200, i, null, null, null, null, null);
            events.add(event);
            assertThat(queue.offer(event)).isTrue();
        }
        return events;
    }
}
