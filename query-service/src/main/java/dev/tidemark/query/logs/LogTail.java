package dev.tidemark.query.logs;

import dev.tidemark.query.kafka.KafkaConsumers;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads new lines of the logs topic into the ring, on its own thread. One consumer serves all streams. After an outage of Kafka, it
 * continues where it stopped.
 */
final class LogTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    private static final String TOPIC = Topics.LOGS.name();
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** After this time without a record, the end offsets are requested to check that the broker answers. */
    private static final long CHECK_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long PARTITIONS_NANOS = Duration.ofSeconds(30).toNanos();

    private final KafkaConsumers consumers;
    private final LogRing ring;
    private final LogDecoder decoder;
    private final int history;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "log-tail");
    private @Nullable Consumer<byte[], byte[]> current;
    private volatile OptionalLong lag = OptionalLong.empty();
    private volatile TailStatus status = new TailStatus(false, "Kafka has not answered yet");

    /** Receives notifications of the tail. */
    interface Listener {
        /** New lines are in the ring. */
        void lines();

        /** The status has changed. */
        void status();
    }

    LogTail(KafkaConsumers consumers, LogRing ring, LogDecoder decoder, int history, Listener listener) {
        this.consumers = consumers;
        this.ring = ring;
        this.decoder = decoder;
        this.history = history;
        this.listener = listener;
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    TailStatus status() {
        return status;
    }

    /** How many records were not read yet; empty while the topic cannot be read. */
    OptionalLong lag() {
        return status.connected() ? lag : OptionalLong.empty();
    }

    private void run() {
        while (!isClosed()) {
            try (Consumer<byte[], byte[]> consumer = consumers.consumer("tidemark-log-tail")) {
                reads(consumer);
                try {
                    follow(consumer);
                } finally {
                    reads(null);
                }
            } catch (KafkaException e) {
                away(e);
            } catch (RuntimeException e) {
                LOG.error("The log tail failed and is restarted", e);
                away(e);
            }
            pause();
        }
    }

    private synchronized void reads(@Nullable Consumer<byte[], byte[]> consumer) {
        current = consumer;
        wakeUpIfClosed();
    }

    /** Otherwise a close would wait for an answer of Kafka, for the whole time limit while Kafka is away. */
    private synchronized void wakeUpIfClosed() {
        if (current != null && isClosed()) {
            current.wakeup();
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.isEmpty()) {
            become(new TailStatus(false, "There is no topic " + TOPIC + " yet: the stream processor creates it"));
            return;
        }
        consumer.assign(partitions);
        seek(consumer, partitions);
        become(new TailStatus(true, null));
        long heard = System.nanoTime();
        long counted = heard;
        while (!isClosed()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            lag = lag(consumer, partitions);
            long now = System.nanoTime();
            if (!records.isEmpty()) {
                add(records);
                heard = now;
            } else if (now - heard > CHECK_NANOS) {
                // Throws if the broker does not answer.
                consumer.endOffsets(partitions, KafkaConsumers.PATIENCE);
                heard = now;
            }
            if (now - counted > PARTITIONS_NANOS) {
                if (partitions(consumer).size() != partitions.size()) {
                    return;
                }
                counted = now;
            }
        }
    }

    /** From the newest answers of the broker; empty until each partition was fetched once. */
    private static OptionalLong lag(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        long sum = 0;
        for (TopicPartition partition : partitions) {
            OptionalLong behind = consumer.currentLag(partition);
            if (behind.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += behind.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> partitions = consumer.partitionsFor(TOPIC, KafkaConsumers.PATIENCE);
        return partitions == null
                ? List.of()
                : partitions.stream()
                        .map(info -> new TopicPartition(TOPIC, info.partition()))
                        .toList();
    }

    /** Continues at the end of the ring; the first time, starts a little before the end of the topic. */
    private void seek(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions, KafkaConsumers.PATIENCE);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions, KafkaConsumers.PATIENCE);
        LogPosition head = ring.head();
        for (TopicPartition partition : partitions) {
            long oldest = Objects.requireNonNullElse(begin.get(partition), 0L);
            long newest = Objects.requireNonNullElse(end.get(partition), oldest);
            long wanted = head.next(partition.partition(), newest - history / partitions.size());
            // The offset is beyond the end, so the topic was deleted and recreated.
            long offset = wanted > newest ? oldest : Math.max(oldest, wanted);
            ring.begin(partition.partition(), offset);
            consumer.seek(partition, offset);
        }
    }

    private void add(ConsumerRecords<byte[], byte[]> records) {
        become(new TailStatus(true, null));
        for (ConsumerRecord<byte[], byte[]> message : records) {
            List<LogLine> lines = decoder.lines(message);
            lines.forEach(ring::add);
            if (lines.isEmpty()) {
                ring.pass(message.partition(), message.offset());
            }
        }
        listener.lines();
    }

    private void away(RuntimeException e) {
        if (e instanceof WakeupException || isClosed()) {
            return;
        }
        become(new TailStatus(
                false,
                "Kafka at " + consumers.bootstrapServers() + " does not answer: " + String.valueOf(e.getMessage())));
    }

    private void become(TailStatus next) {
        TailStatus before = status;
        if (before.equals(next)) {
            return;
        }
        status = next;
        if (before.connected() != next.connected()) {
            LOG.info("Log stream: {}", next.connected() ? "reading " + TOPIC : next.detail());
        }
        listener.status();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void pause() {
        try {
            if (closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("closed");
            }
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        wakeUpIfClosed();
        try {
            thread.join(KafkaConsumers.PATIENCE.toMillis() + PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
