package dev.tidemark.query.logs;

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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads lines again that are no longer in the ring, for a reader that comes back. The number of lines, their size, the time
 * and the number of such readings at a time are bounded.
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

    LogHistory(KafkaConsumers consumers, LogDecoder decoder, int maxLines, long maxBytes) {
        this.consumers = consumers;
        this.decoder = decoder;
        this.maxLines = maxLines;
        this.maxBytes = maxBytes;
    }

    /**
     * What was read.
     *
     * @param lines in the order in which the broker took them
     * @param skipped how many records were not read
     */
    record Found(List<LogLine> lines, long skipped) {}

    /** The lines from {@code from} up to {@code to}; the newest of them if there are too many. */
    Found read(LogPosition from, LogPosition to) {
        Range range = new Range(from, to);
        boolean admitted = false;
        try {
            admitted = readings.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return admitted ? readNow(range) : range.nothing();
        } catch (KafkaException e) {
            LOG.warn("Lines {} to {} cannot be read again: {}", from, to, e.getMessage());
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
            return new Found(List.of(), size());
        }
    }

    private Found readNow(Range range) {
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
                        bytes += message.serializedValueSize();
                    }
                    while (bytes > maxBytes && found.size() > 1) {
                        bytes -= found.removeFirst().serializedValueSize();
                    }
                }
            }
        }
        // Within a partition the broker's time never goes back, so the sort keeps its order.
        List<LogLine> lines = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                .forEach(message -> lines.addAll(decoder.lines(message)));
        return new Found(lines, range.size() - found.size());
    }

    private static boolean isDone(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Range range) {
        return partitions.stream()
                .allMatch(partition ->
                        consumer.position(partition, KafkaConsumers.PATIENCE) >= range.end(partition.partition()));
    }
}
