package dev.tidemark.processor.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.processor.sink.RandomCalls;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records to all partitions of the requests topic in turn, one log line per {@value #RECORDS_PER_LINE}
 * records, and one summary of calls per {@value #RECORDS_PER_SUMMARY}. Enters accepted records and their offsets into the ledger.
 */
final class Traffic implements AutoCloseable {
    private static final int BATCHES_A_SECOND = 50;
    private static final int RECORDS_PER_LINE = 20;
    private static final int RECORDS_PER_SUMMARY = 4;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Supplier<Outgoing> source;
    private final Ledger ledger;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Supplier<CallSummary> calls = new RandomCalls(42, Instant::now);
    private volatile int partitions = Topics.REQUESTS.partitions();
    private boolean withCalls = true;
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

    /** Sends to this many partitions of the requests topic from now on. */
    void spreadOver(int number) {
        partitions = number;
    }

    /** For processors that do not know the topic of calls. */
    Traffic withoutCalls() {
        withCalls = false;
        return this;
    }

    /** Sends on its own thread, until {@link #end()}. */
    void begin(int perSecond) {
        var unused = sender.scheduleAtFixedRate(
                () -> sendWithoutWaiting(perSecond / BATCHES_A_SECOND),
                0,
                1000 / BATCHES_A_SECOND,
                TimeUnit.MILLISECONDS);
    }

    /** Returns once the broker has everything; sends nothing afterwards. */
    void end() {
        sender.close();
        flush();
    }

    /** Returns once the broker has these records. */
    void send(int count) {
        sendWithoutWaiting(count);
        flush();
    }

    private void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new AssertionError("a record was not sent, or the broker rejected it", failure.get());
        }
    }

    private void sendWithoutWaiting(int count) {
        try {
            for (int i = 0; i < count; i++) {
                send(source.get());
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send(Outgoing outgoing) {
        if (sent % RECORDS_PER_LINE == 0) {
            sendLine(sent / RECORDS_PER_LINE);
        }
        if (withCalls && sent % RECORDS_PER_SUMMARY == 0) {
            sendCalls(calls.get());
        }
        int partition = (int) (sent++ % partitions);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.REQUESTS.name(), partition, null, outgoing.value());
        if (outgoing.contentType() != null) {
            record.headers()
                    .add(Codec.CONTENT_TYPE_HEADER, outgoing.contentType().getBytes(UTF_8));
        }
        send(record, position -> {
            outgoing.events().forEach(event -> ledger.request(position, event));
            outgoing.reasons().forEach(reason -> ledger.reject(position, reason));
        });
    }

    private void sendLine(long number) {
        String message = "line " + number;
        byte[] value = Codecs.LOG_JSON.encode(new LogEvent(
                Timestamps.toMicros(Instant.now()),
                "service0",
                "instance-1",
                LogLevel.INFO,
                null,
                null,
                message,
                null,
                null,
                null,
                null,
                Map.of()));
        int partition = (int) (number % Topics.LOGS.partitions());
        send(
                new ProducerRecord<>(Topics.LOGS.name(), partition, null, value),
                position -> ledger.line(position, message));
    }

    /** Instances of one service are on different partitions, so their operations and windows are stored by different sinks. */
    private void sendCalls(CallSummary event) {
        byte[] key = String.valueOf(event.instance()).getBytes(UTF_8);
        int partition = (key[key.length - 1] / 2) % Topics.CALLS.partitions();
        send(
                new ProducerRecord<>(Topics.CALLS.name(), partition, key, Codecs.CALL_JSON.encode(event)),
                position -> ledger.calls(event));
    }

    private void send(ProducerRecord<byte[], byte[]> record, Consumer<PartitionOffset> entry) {
        producer.send(record, (metadata, refused) -> {
            if (refused == null) {
                entry.accept(new PartitionOffset(metadata.partition(), metadata.offset()));
            } else {
                failure.compareAndSet(null, refused);
            }
        });
    }

    @Override
    public void close() {
        sender.shutdownNow();
        producer.close(Duration.ofSeconds(1));
    }
}
