package dev.tidemark.ingest;

import dev.tidemark.ingest.delivery.Delivery;
import dev.tidemark.ingest.delivery.kafka.KafkaEventProducer;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.Setting;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topic;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A complete, process-wide filter that keeps its records in memory instead of sending them to Kafka. */
public final class RecordingTidemark implements AutoCloseable {
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, (Partitioner) null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return super.send(record, callback);
                }

                @Override
                public void close(Duration timeout) {
                    // The sender of the other topics may still need it.
                }
            };
    private final Tidemark tidemark;

    public RecordingTidemark() {
        this(Map.of());
    }

    public RecordingTidemark(Map<Setting<?>, String> own) {
        Map<Setting<?>, String> all = new HashMap<>();
        all.put(FilterSetting.SERVICE_NAME, "shop");
        all.put(FilterSetting.INSTANCE, "shop-1");
        all.put(FilterSetting.SAMPLE_INTERVAL, "0s");
        all.putAll(own);
        Settings settings = Settings.read(all, Map.of());
        tidemark = new Tidemark(
                settings, new Delivery(settings, Redaction.standard(), clientId -> new KafkaEventProducer(producer)));
        tidemark.install();
    }

    public Tidemark tidemark() {
        return tidemark;
    }

    /** From now on, the sender's thread blocks in the producer. */
    public void pause() {
        gate = new CountDownLatch(1);
    }

    /** Unblocks the sender's thread. */
    public void resume() {
        gate.countDown();
    }

    /** All requests so far, once there are {@code expected} of them. */
    public List<RequestEvent> requests(int expected) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> tidemark.counters().requests().sent() >= expected);
        return read(Topics.REQUESTS);
    }

    public RequestEvent request() {
        List<RequestEvent> all = requests(1);
        if (all.size() != 1) {
            throw new AssertionError("expected one request, not " + all);
        }
        return all.get(0);
    }

    /** All log lines so far, once there are {@code expected} of them. */
    public List<LogEvent> logs(int expected) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> tidemark.counters().logs().sent() >= expected);
        return read(Topics.LOGS);
    }

    /** All samples so far, including the published counters. */
    public List<SampleEvent> samples() {
        return read(Topics.SAMPLES);
    }

    /** All calls of finished requests and of background work so far, in summaries that may be of the same operation and window. */
    public List<CallSummary> calls() {
        try {
            if (!tidemark.flush(Duration.ofMinutes(3))) {
                throw new AssertionError("events are still in flight: " + tidemark.counters());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return read(Topics.CALLS);
    }

    private <E> List<E> read(Topic<E> topic) {
        List<E> events = new ArrayList<>();
        for (var record : producer.history()) {
            if (record.topic().equals(topic.name())) {
                try {
                    topic.codec().decode(record.value(), events::add);
                } catch (MalformedEventException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return events;
    }

    @Override
    public void close() {
        tidemark.close();
    }
}
