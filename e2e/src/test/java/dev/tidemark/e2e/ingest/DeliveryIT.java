package dev.tidemark.e2e.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.delivery.Counters;
import dev.tidemark.ingest.delivery.DropReason;
import dev.tidemark.ingest.delivery.TopicCounters;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.Setting;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Broker broker = new Broker();
    private final AtomicLong made = new AtomicLong();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void events_accepted_areOnTheirTopicsWithTheirKeys() throws Exception {
        broker.start();
        broker.declare(Topics.REQUESTS, Topics.LOGS, Topics.SAMPLES);
        try (Tidemark tidemark = start(Map.of())) {
            tidemark.record(request());
            tidemark.log(log("card 4111 1111 1111 1111"));
            tidemark.sample(MetricType.BUSINESS, "carts", 3, Map.of("shop", "a"));
            assertThat(tidemark.flush(PATIENCE)).isTrue();
        }

        assertThat(broker.records(Topics.REQUESTS)).hasSize(1).allMatch(record -> record.key() == null);
        assertThat(broker.read(Topics.REQUESTS).get(0).durationMicros()).isEqualTo(1);
        assertThat(broker.read(Topics.LOGS)).extracting(LogEvent::message).containsExactly("card [REDACTED]");
        assertThat(broker.records(Topics.LOGS))
                .allMatch(record -> new String(record.key(), StandardCharsets.UTF_8).equals("shop-1"));
        assertThat(broker.read(Topics.SAMPLES))
                .extracting(SampleEvent::metricName)
                .contains("carts");
    }

    @Test
    void application_startedBeforeKafka_losesNoEventThatFitsTheQueue() throws Exception {
        try (Tidemark tidemark = start(Map.of())) {
            long before = waits();
            for (int i = 0; i < 1_000; i++) {
                tidemark.record(request());
            }
            assertThat(waits() - before).as("waits of the recording thread").isZero();

            broker.start();
            broker.declare(Topics.REQUESTS, Topics.SAMPLES);

            assertThat(tidemark.flush(PATIENCE)).isTrue();
            assertThat(tidemark.counters().requests().sent()).isEqualTo(1_000);
        }
        assertThat(broker.read(Topics.REQUESTS)).hasSize(1_000);
    }

    @Test
    void missingTopic_doesNotDelayOtherTopics() throws Exception {
        broker.start();
        broker.declare(Topics.REQUESTS, Topics.SAMPLES);
        try (Tidemark tidemark = start(Map.of(FilterSetting.CLOSE_TIMEOUT, "1s"))) {
            tidemark.log(log("nobody hears"));
            for (int i = 0; i < 1_000; i++) {
                tidemark.record(request());
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> tidemark.counters().requests().sent() == 1_000);
            assertThat(tidemark.counters().logs().inFlight()).isEqualTo(1);

            tidemark.close();
            assertThat(tidemark.counters().logs().dropped()).isEqualTo(Map.of(DropReason.CLOSED, 1L));
        }
    }

    @Test
    void kafka_killedUnderLoad_blocksNoThreadAndEveryEventIsCounted() throws Exception {
        broker.start();
        broker.declare(Topics.REQUESTS, Topics.LOGS, Topics.SAMPLES);
        Counters last;
        try (Tidemark tidemark = start(
                Map.of(FilterSetting.QUEUE_CAPACITY, "1024"),
                Map.of("buffer.memory", Integer.toString(1 << 20), "batch.size", Integer.toString(16 << 10)))) {
            record(tidemark, () -> tidemark.counters().requests().sent() < 5_000);

            broker.kill();
            long waits = record(tidemark, () -> tidemark.counters().requests().dropped(DropReason.QUEUE_FULL) < 5_000);
            assertThat(waits).as("waits of the recording threads").isZero();

            broker.start();
            long sent = tidemark.counters().requests().sent();
            record(tidemark, () -> tidemark.counters().requests().sent() < sent + 5_000);
            tidemark.close();
            last = tidemark.counters();
        }

        TopicCounters counters = last.requests();
        List<RequestEvent> stored = broker.read(Topics.REQUESTS);
        assertThat(counters.recorded()).isEqualTo(made.get());
        assertThat(counters.inFlight()).isZero();
        assertThat(counters.dropped()).containsOnlyKeys(DropReason.QUEUE_FULL);
        assertThat(stored.size()).isEqualTo(counters.sent());
        assertThat(stored.stream().map(RequestEvent::durationMicros).distinct().count())
                .as("each once")
                .isEqualTo(counters.sent());
        assertPublished(counters);
    }

    /** The counters on the samples topic equal the filter's own counters. */
    private void assertPublished(TopicCounters counters) throws Exception {
        List<SampleEvent> samples = broker.read(Topics.SAMPLES);
        assertThat(highest(samples, Counters.RECORDED, Map.of("topic", counters.topic())))
                .isEqualTo((double) counters.recorded());
        assertThat(highest(samples, Counters.SENT, Map.of("topic", counters.topic())))
                .isEqualTo((double) counters.sent());
        assertThat(highest(samples, Counters.DROPPED, Map.of("topic", counters.topic(), "reason", "queue_full")))
                .isEqualTo((double) counters.dropped(DropReason.QUEUE_FULL));
    }

    private static double highest(List<SampleEvent> samples, String name, Map<String, String> metadata) {
        return samples.stream()
                .filter(sample ->
                        sample.metricName().equals(name) && sample.metadata().equals(metadata))
                .mapToDouble(SampleEvent::value)
                .max()
                .orElseThrow();
    }

    /** Two threads record while {@code goOn} is true; returns how often recording had to wait. */
    private long record(Tidemark tidemark, BooleanSupplier goOn) throws InterruptedException {
        AtomicLong waits = new AtomicLong();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (goOn.getAsBoolean() && System.nanoTime() < deadline) {
                    long before = waits();
                    tidemark.record(request());
                    waits.addAndGet(waits() - before);
                    LockSupport.parkNanos(1);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(goOn.getAsBoolean()).as("reached in time").isFalse();
        return waits.get();
    }

    /**
     * Returns how often this thread has parked or waited. A call that waits for Kafka does so; one that is slow on a busy machine does
     * not.
     */
    private static long waits() {
        return THREADS.getThreadInfo(Thread.currentThread().threadId()).getWaitedCount();
    }

    private Tidemark start(Map<Setting<?>, String> own) {
        return start(own, Map.of());
    }

    private Tidemark start(Map<Setting<?>, String> own, Map<String, String> kafkaClient) {
        var builder = Tidemark.builder()
                .serviceName("shop")
                .bootstrapServers(broker.address())
                .set(FilterSetting.INSTANCE, "shop-1")
                .set(FilterSetting.SAMPLE_INTERVAL, "0s")
                .set(FilterSetting.CLOSE_TIMEOUT, "30s");
        own.forEach(builder::set);
        kafkaClient.forEach(builder::kafkaClient);
        return builder.build();
    }

    /** Each has a unique duration. */
    private RequestEvent request() {
        return new RequestEvent(
                1, "shop", "shop-1", "GET", "/a", 200, made.incrementAndGet(), null, null, null, null, null);
    }

    private static LogEvent log(String message) {
        return new LogEvent(
                1, "shop", "shop-1", LogLevel.INFO, "a.B", "main", message, null, null, null, null, Map.of());
    }
}
