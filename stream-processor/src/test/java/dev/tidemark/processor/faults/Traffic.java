package dev.tidemark.processor.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends to all partitions of the requests topic in turn, and enters into the ledger what the broker has taken, and where. */
final class Traffic implements AutoCloseable {
    private static final int BATCHES_A_SECOND = 50;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Supplier<Outgoing> source;
    private final Ledger ledger;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long sent;

    Traffic(String bootstrapServers, Supplier<Outgoing> source, Ledger ledger) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "linger.ms",
                        5,
                        "max.request.size",
                        2 << 20,
                        "max.block.ms",
                        180_000,
                        "delivery.timeout.ms",
                        180_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.source = source;
        this.ledger = ledger;
    }

    /** Sends on a thread of its own, until {@link #end()}. */
    void begin(int perSecond) {
        var unused = sender.scheduleAtFixedRate(
                () -> sendWithoutWaiting(perSecond / BATCHES_A_SECOND),
                0,
                1000 / BATCHES_A_SECOND,
                TimeUnit.MILLISECONDS);
    }

    /** Returns when the broker has everything; nothing is sent from then on. */
    void end() {
        sender.close();
        flush();
    }

    /** Returns when the broker has them. */
    void send(int count) {
        sendWithoutWaiting(count);
        flush();
    }

    private void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new AssertionError("the broker did not take a record", failure.get());
        }
    }

    private void sendWithoutWaiting(int count) {
        for (int i = 0; i < count; i++) {
            send(source.get());
        }
    }

    private void send(Outgoing outgoing) {
        int partition = (int) (sent++ % Topics.REQUESTS.partitions());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.REQUESTS.name(), partition, null, outgoing.value());
        if (outgoing.contentType() != null) {
            record.headers()
                    .add(Codec.CONTENT_TYPE_HEADER, outgoing.contentType().getBytes(UTF_8));
        }
        producer.send(record, (metadata, refused) -> {
            if (refused != null) {
                failure.compareAndSet(null, refused);
                return;
            }
            Place place = new Place(metadata.partition(), metadata.offset());
            RequestEvent event = outgoing.event();
            if (event != null) {
                ledger.request(place, event);
            } else {
                ledger.reject(place, Objects.requireNonNull(outgoing.reason()));
            }
        });
    }

    @Override
    public void close() {
        sender.shutdownNow();
        producer.close(Duration.ofSeconds(1));
    }
}
