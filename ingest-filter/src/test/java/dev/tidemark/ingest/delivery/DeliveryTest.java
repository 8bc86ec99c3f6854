package dev.tidemark.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.delivery.kafka.KafkaEventProducer;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.Setting;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private final TestProducer producer = new TestProducer(true);
    private final TestProducer logProducer = new TestProducer(true);
    private final List<Delivery> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(Delivery::close);
    }

    @Test
    @Tag("java17")
    void request_accepted_isSentAndCounted() throws Exception {
        Delivery delivery = start(Map.of(), () -> producer);

        assertThat(delivery.request(request(1))).isTrue();

        assertThat(delivery.flush(Duration.ofSeconds(10))).isTrue();
        assertThat(producer.sent(Topics.REQUESTS)).containsExactly(request(1));
        assertThat(delivery.counters().requests()).isEqualTo(new TopicCounters("tidemark.requests.v1", 1, 1, Map.of()));
    }

    @Test
    @Tag("java17")
    void request_inBatches_isSentAndCounted() throws Exception {
        Delivery delivery = start(Map.of(FilterSetting.REQUESTS_ENCODING, "batch"), () -> producer);
        for (int i = 0; i < 1000; i++) {
            delivery.request(request(i));
        }

        assertThat(delivery.flush(Duration.ofSeconds(10))).isTrue();
        List<RequestEvent> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            Codecs.REQUEST_BATCH.decode(record.value(), sent::add);
        }
        assertThat(sent).extracting(RequestEvent::durationMicros).isSorted().hasSize(1000);
        assertThat(delivery.counters().requests())
                .isEqualTo(new TopicCounters("tidemark.requests.v1", 1000, 1000, Map.of()));
    }

    @Test
    void log_tooLong_isCutAfterRedaction() throws Exception {
        Delivery delivery = start(Map.of(), () -> producer);
        // The secret crosses the limit of 16,384 characters.
        String message = "x".repeat(16_380) + " 4111111111111111 " + "y".repeat(50_000);

        delivery.log(log(message));

        delivery.flush(Duration.ofSeconds(10));
        String published = logProducer.sent(Topics.LOGS).get(0).message();
        assertThat(published.length()).isLessThanOrEqualTo(16_384);
        assertThat(published.substring(16_370)).endsWith("…").doesNotContain("4");
    }

    @Test
    void log_cutWithinASecretAndShortenedByRedaction_isCutBeforeTheSecret() throws Exception {
        Delivery delivery = start(Map.of(), () -> producer);
        // 16,896 characters are queued; redaction leaves several hundred of them.
        String begin = "Bearer " + "a".repeat(16_000) + ' ' + "b ".repeat(430);
        String message = begin + "amqp://jo:hunter2" + "x".repeat(500) + "@mq:5672/x";

        delivery.log(log(message));

        delivery.flush(Duration.ofSeconds(10));
        assertThat(logProducer.sent(Topics.LOGS).get(0).message())
                .startsWith("Bearer [REDACTED] b b b")
                .endsWith("…")
                .doesNotContain("hunter2");
    }

    @Test
    void log_cutWithinARecognisedSecret_keepsTheTextBeforeIt() throws Exception {
        Delivery delivery = start(Map.of(), () -> producer);

        delivery.log(log("login of jo, password=" + "x".repeat(50_000)));

        delivery.flush(Duration.ofSeconds(10));
        assertThat(logProducer.sent(Topics.LOGS).get(0).message()).isEqualTo("login of jo, password=[REDACTED]");
    }

    @Test
    void request_withTheQueueFull_isDroppedAndCounted() {
        Delivery delivery = start(Map.of(FilterSetting.QUEUE_CAPACITY, "64"), () -> {
            throw new KafkaException("away");
        });

        int taken = 0;
        for (int i = 0; i < 100; i++) {
            taken += delivery.request(request(i)) ? 1 : 0;
        }

        TopicCounters counters = delivery.counters().requests();
        assertThat(taken).isEqualTo(64);
        assertThat(counters.recorded()).isEqualTo(100);
        assertThat(counters.dropped()).isEqualTo(Map.of(DropReason.QUEUE_FULL, 36L));
        assertThat(counters.inFlight()).isEqualTo(64);
    }

    @Test
    void producer_creationFailsAtFirst_isRetried() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Delivery delivery = start(Map.of(), () -> {
            if (attempts.incrementAndGet() == 1) {
                throw new KafkaException("no resolvable server");
            }
            return producer;
        });

        delivery.request(request(1));

        assertThat(delivery.flush(Duration.ofSeconds(20))).isTrue();
        assertThat(producer.sent(Topics.REQUESTS)).hasSize(1);
        assertThat(delivery.counters().dropped()).isZero();
    }

    @Test
    void producer_creationThrowsAnError_isRetried() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Delivery delivery = start(Map.of(), () -> {
            if (attempts.incrementAndGet() == 1) {
                throw new AssertionError("bug");
            }
            return producer;
        });

        delivery.request(request(1));

        assertThat(delivery.flush(Duration.ofSeconds(30))).isTrue();
        assertThat(producer.sent(Topics.REQUESTS)).hasSize(1);
    }

    @Test
    void producer_throwsAfterAcceptingTheRecord_isReplacedAndTheRecordCountedOnce() throws Exception {
        // Like Kafka's producer without write permission: the record is in a batch, which fails when the producer is
        // closed.
        List<Callback> taken = new ArrayList<>();
        Producer<byte[], byte[]> failing =
                new MockProducer<>(false, (Partitioner) null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                        taken.add(callback);
                        throw new KafkaException("in an error state");
                    }

                    @Override
                    public void close(Duration timeout) {
                        taken.forEach(callback -> callback.onCompletion(null, new KafkaException("aborted")));
                    }
                };
        Iterator<Producer<byte[], byte[]>> producers =
                List.of(failing, producer).iterator();
        Delivery delivery = start(Map.of(), producers::next);

        delivery.request(request(1));

        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> !producer.sent(Topics.REQUESTS).isEmpty());
        assertThat(delivery.flush(Duration.ofSeconds(30))).isTrue();
        assertThat(delivery.counters().requests()).isEqualTo(new TopicCounters("tidemark.requests.v1", 1, 1, Map.of()));
    }

    @Test
    void producer_interrupted_isKeptAndTheRecordSentLater() throws Exception {
        AtomicInteger made = new AtomicInteger();
        AtomicBoolean once = new AtomicBoolean(true);
        TestProducer patient = new TestProducer(true) {
            @Override
            public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                if (once.compareAndSet(true, false)) {
                    Thread.currentThread().interrupt();
                }
                // Like Kafka's producer while it waits for metadata or memory.
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptException(new InterruptedException());
                }
                return super.send(record, callback);
            }
        };
        Delivery delivery = start(Map.of(), () -> {
            made.incrementAndGet();
            return patient;
        });

        delivery.request(request(1));

        assertThat(delivery.flush(Duration.ofSeconds(30))).isTrue();
        assertThat(delivery.counters().requests().sent()).isEqualTo(1);
        assertThat(made).hasValue(1);
    }

    @Test
    @Tag("java17")
    void senderThread_started_inheritsNothingFromItsCreator() throws Exception {
        InheritableThreadLocal<String> application = new InheritableThreadLocal<>();
        application.set("application");
        AtomicReference<@Nullable String> inherited = new AtomicReference<>("not looked");
        Delivery delivery = start(Map.of(), () -> {
            inherited.set(application.get());
            return producer;
        });
        application.remove();

        delivery.request(request(1));

        assertThat(delivery.flush(Duration.ofSeconds(30))).isTrue();
        assertThat(inherited.get()).isNull();
    }

    @Test
    void close_withoutAProducer_makesFewAttemptsToCreateOne() {
        AtomicInteger attempts = new AtomicInteger();
        Delivery delivery = start(Map.of(), () -> {
            attempts.incrementAndGet();
            throw new KafkaException("no resolvable server");
        });
        delivery.request(request(1));

        delivery.close();

        // Each attempt writes more than a hundred lines to the application's log.
        assertThat(attempts.get()).isBetween(1, 10);
        assertThat(delivery.counters().requests().dropped()).isEqualTo(Map.of(DropReason.CLOSED, 1L));
    }

    @Test
    void record_noRoomInTheProducer_isSentLater() throws Exception {
        producer.refuse(new TimeoutException("no metadata"));
        Delivery delivery = start(Map.of(), () -> producer);
        for (int i = 0; i < 10; i++) {
            delivery.request(request(i));
        }
        assertThat(delivery.flush(Duration.ofMillis(100))).isFalse();

        producer.refuse(null);

        assertThat(delivery.flush(Duration.ofSeconds(20))).isTrue();
        assertThat(producer.sent(Topics.REQUESTS))
                .extracting(RequestEvent::durationMicros)
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(delivery.counters().requests().sent()).isEqualTo(10);
    }

    @Test
    void logs_encodedSlowly_delayNoRequest() throws Exception {
        CountDownLatch encoded = new CountDownLatch(1);
        Redaction slow = text -> {
            try {
                encoded.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return text.toString();
        };
        Delivery delivery = start(Map.of(), () -> producer, slow);
        for (int i = 0; i < 1000; i++) {
            delivery.log(log("a"));
            delivery.request(request(i));
        }

        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> delivery.counters().requests().sent() == 1000);
        // The control: the lines do wait.
        assertThat(delivery.counters().logs().sent()).isZero();

        encoded.countDown();
        assertThat(delivery.flush(Duration.ofSeconds(30))).isTrue();
        assertThat(delivery.counters().logs().sent()).isEqualTo(1000);
    }

    @Test
    void logs_producerFull_delayNoRequest() throws Exception {
        logProducer.refuse(new TimeoutException("no memory"));
        Delivery delivery = start(Map.of(), () -> producer);
        for (int i = 0; i < 1000; i++) {
            delivery.log(log("a"));
            delivery.request(request(i));
        }

        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> delivery.counters().requests().sent() == 1000);
        assertThat(delivery.counters().logs().sent()).isZero();

        logProducer.refuse(null);
        assertThat(delivery.flush(Duration.ofSeconds(30))).isTrue();
        assertThat(delivery.counters().logs().sent()).isEqualTo(1000);
    }

    @Test
    void record_tooLarge_isDroppedWithThatReason() throws Exception {
        logProducer.refuse(new RecordTooLargeException("too large"));
        Delivery delivery = start(Map.of(), () -> producer);

        delivery.log(log("a"));

        delivery.flush(Duration.ofSeconds(10));
        assertThat(delivery.counters().logs().dropped()).isEqualTo(Map.of(DropReason.RECORD_TOO_LARGE, 1L));
    }

    @Test
    void record_rejectedByKafka_isDroppedWithThatReason() throws Exception {
        TestProducer slow = new TestProducer(false);
        Delivery delivery = start(Map.of(), () -> slow);
        delivery.sample(sample());
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> !slow.sent(Topics.SAMPLES).isEmpty());

        slow.errorNext(new TopicAuthorizationException("tidemark.samples.v1"));

        delivery.flush(Duration.ofSeconds(10));
        assertThat(delivery.counters().samples().dropped()).isEqualTo(Map.of(DropReason.SEND_FAILED, 1L));
    }

    @Test
    @Tag("java17")
    void close_withEventsWaiting_sendsThemAndTheCountersLast() {
        Delivery delivery = start(Map.of(), () -> producer);
        for (int i = 0; i < 1000; i++) {
            delivery.request(request(i));
        }
        delivery.log(log("bye"));
        delivery.close();
        delivery.request(request(1000));

        assertThat(delivery.counters().requests())
                .isEqualTo(new TopicCounters("tidemark.requests.v1", 1001, 1000, Map.of(DropReason.CLOSED, 1L)));
        List<SampleEvent> counters = producer.sent(Topics.SAMPLES);
        assertThat(producer.history().get(producer.history().size() - 1).topic())
                .isEqualTo(Topics.SAMPLES.name());
        assertThat(value(counters, Counters.RECORDED, "tidemark.requests.v1")).isEqualTo(1000);
        assertThat(value(counters, Counters.SENT, "tidemark.requests.v1")).isEqualTo(1000);
        assertThat(value(counters, Counters.SENT, "tidemark.logs.v1")).isEqualTo(1);
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void close_kafkaNotAnswering_endsInTimeAndCountsUnacknowledged() {
        TestProducer silent = new TestProducer(false);
        Delivery delivery = start(Map.of(FilterSetting.CLOSE_TIMEOUT, "200ms"), () -> silent);
        delivery.request(request(1));
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> !silent.sent(Topics.REQUESTS).isEmpty());

        long start = System.nanoTime();
        delivery.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        TopicCounters counters = delivery.counters().requests();
        assertThat(counters.recorded()).isEqualTo(1);
        assertThat(counters.inFlight()).isZero();
        assertThat(counters.droppedTotal()).isEqualTo(1);
    }

    @Test
    @Tag("java17")
    void close_whileManyThreadsRecord_countsEveryEvent() throws Exception {
        Delivery delivery = start(Map.of(FilterSetting.QUEUE_CAPACITY, "64"), () -> producer);
        AtomicInteger offered = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                int late = 0;
                while (late < 100) {
                    late += closed.get() ? 1 : 0;
                    offered.incrementAndGet();
                    delivery.request(request(1));
                }
            });
            threads.add(thread);
            thread.start();
        }
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> offered.get() > 5_000);
        delivery.close();
        closed.set(true);
        for (Thread thread : threads) {
            thread.join();
        }

        TopicCounters counters = delivery.counters().requests();
        assertThat(counters.recorded()).isEqualTo(offered.get());
        assertThat(counters.sent())
                .isEqualTo(producer.sent(Topics.REQUESTS).size())
                .isPositive();
        assertThat(counters.inFlight()).isZero();
        assertThat(counters.dropped(DropReason.CLOSED)).isGreaterThanOrEqualTo(400);
    }

    private Delivery start(Map<Setting<?>, String> own, Supplier<Producer<byte[], byte[]>> producers) {
        return start(own, producers, Redaction.standard());
    }

    private Delivery start(
            Map<Setting<?>, String> own, Supplier<Producer<byte[], byte[]>> producers, Redaction redaction) {
        Map<Setting<?>, String> all = new HashMap<>();
        all.put(FilterSetting.SERVICE_NAME, "shop");
        all.put(FilterSetting.INSTANCE, "shop-1");
        all.put(FilterSetting.CLOSE_TIMEOUT, "1s");
        all.putAll(own);
        Delivery delivery = new Delivery(
                Settings.read(all, Map.of()),
                redaction,
                clientId ->
                        clientId.endsWith("-logs") ? logProducer.events() : new KafkaEventProducer(producers.get()));
        open.add(delivery);
        return delivery;
    }

    private static double value(List<SampleEvent> counters, String name, String topic) {
        return counters.stream()
                .filter(sample -> sample.metricName().equals(name)
                        && topic.equals(sample.metadata().get("topic")))
                .reduce((first, second) -> second)
                .orElseThrow()
                .value();
    }

    private static RequestEvent request(int micros) {
        return new RequestEvent(1, "shop", "shop-1", "GET", "/a", 200, micros, null, null, null, null, null);
    }

    private static LogEvent log(String message) {
        return new LogEvent(
                1, "shop", "shop-1", LogLevel.INFO, "a.B", "main", message, null, null, null, null, Map.of());
    }

    private static SampleEvent sample() {
        return new SampleEvent(1, "shop", "shop-1", MetricType.BUSINESS, "carts", 3, Map.of());
    }
}
