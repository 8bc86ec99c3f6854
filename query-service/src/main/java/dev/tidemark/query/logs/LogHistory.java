package dev.tidemark.query.logs;

import dev.tidemark.consumer.RecordBytes;
import dev.tidemark.query.kafka.KafkaConsumers;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads lines that the ring has dropped from the topic again, for a reader that reconnects. Each read is bounded in lines, bytes
 * and time; the number of concurrent reads and the bytes of all readers together are bounded, too.
 */
final class LogHistory {
    private static final Logger LOG = LoggerFactory.getLogger(LogHistory.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumers consumers;
    private final LogDecoder decoder;
    private final int maxLines;
    private final long maxBytes;
    private final Semaphore readings = new Semaphore(2);
    private final AtomicLong free;

    LogHistory(KafkaConsumers consumers, LogDecoder decoder, int maxLines, long maxBytes) {
        this.consumers = consumers;
        this.decoder = decoder;
        this.maxLines = maxLines;
        this.maxBytes = maxBytes;
        this.free = new AtomicLong(4 * maxBytes);
    }

    /**
     * Lines that were read again. They use memory until they are {@linkplain #release released}.
     *
     * @param lines in the order in which the broker stored them
     * @param skipped the number of records that were not read
     * @param bytes the memory they use
     */
    record Found(List<SentLine> lines, long skipped, long bytes) {}

    /** Reads the lines between {@code from} and {@code to}; only the newest if there are too many. */
    Found read(LogPosition from, LogPosition to, LogFilter filter) {
        Range range = new Range(from, to);
        boolean admitted = false;
        try {
            admitted = readings.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return admitted ? readNow(range, filter) : range.nothing();
        } catch (KafkaException e) {
            LOG.warn("Cannot read lines {} to {} again: {}", from, to, e.getMessage());
            return range.nothing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return range.nothing();
        } finally {
            if (admitted) {
                readings.release();
            }
        }
    }

    private record Range(LogPosition from, LogPosition to) {
        long first(int partition) {
            return Math.min(from.next(partition, end(partition)), end(partition));
        }

        long end(int partition) {
            return to.next(partition, 0);
        }

        long size() {
            return to.partitions().keySet().stream()
                    .mapToLong(partition -> end(partition) - first(partition))
                    .sum();
        }

        Found nothing() {
            return new Found(List.of(), size(), 0);
        }
    }

    private Found readNow(Range range, LogFilter filter) {
        ArrayDeque<ConsumerRecord<byte[], byte[]>> found = new ArrayDeque<>();
        long bytes = 0;
        try (Consumer<byte[], byte[]> consumer = consumers.consumer("tidemark-log-history")) {
            List<TopicPartition> partitions = range.to().partitions().keySet().stream()
                    .filter(partition -> range.first(partition) < range.end(partition))
                    .map(partition -> new TopicPartition(Topics.LOGS.name(), partition))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions, KafkaConsumers.PATIENCE);
            double share = Math.min(1, (double) maxLines / Math.max(1, range.size()));
            for (TopicPartition partition : partitions) {
                long end = range.end(partition.partition());
                long wanted = (long) Math.floor((end - range.first(partition.partition())) * share);
                long first = Math.max(end - wanted, Objects.requireNonNullElse(begin.get(partition), 0L));
                consumer.seek(partition, first);
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!isDone(consumer, partitions, range) && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    if (message.offset() < range.end(message.partition())) {
                        found.addLast(message);
                        bytes += RecordBytes.of(message);
                    }
                    while (bytes > maxBytes && found.size() > 1) {
                        bytes -= RecordBytes.of(found.removeFirst());
                    }
                }
            }
        }
        // Within a partition the broker's time never goes back, so the sort keeps its order.
        ArrayDeque<SentLine> lines = new ArrayDeque<>();
        found.stream()
                .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                .flatMap(message -> decoder.lines(message).stream())
                .forEach(line -> lines.add(SentLine.of(line, filter)));
        return hold(lines, range.size() - found.size());
    }

    /** Reserves memory for {@code lines}; drops the oldest of them if there is not enough. */
    private Found hold(ArrayDeque<SentLine> lines, long skipped) {
        long wanted = lines.stream().mapToLong(SentLine::weight).sum();
        long granted = Math.min(wanted, free.getAndUpdate(left -> left - Math.min(left, wanted)));
        long bytes = wanted;
        long dropped = 0;
        while (bytes > granted) {
            bytes -= lines.removeFirst().weight();
            dropped++;
        }
        free.addAndGet(granted - bytes);
        return new Found(new ArrayList<>(lines), skipped + dropped, bytes);
    }

    /** Releases the memory of {@code found}: the reader took the lines or disconnected. */
    void release(Found found) {
        free.addAndGet(found.bytes());
    }

    private static boolean isDone(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Range range) {
        return partitions.stream()
                .allMatch(partition ->
                        consumer.position(partition, KafkaConsumers.PATIENCE) >= range.end(partition.partition()));
    }
}
