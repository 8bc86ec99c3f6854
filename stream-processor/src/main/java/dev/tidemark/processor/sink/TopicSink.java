package dev.tidemark.processor.sink;

import dev.tidemark.processor.sink.offset.FencedException;
import dev.tidemark.processor.sink.offset.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores one topic, on one thread, over one connection. After any failure it discards what it has read, claims its partitions again and
 * continues at the offsets in PostgreSQL; this also resolves commits whose outcome is unknown. While PostgreSQL is unavailable it keeps its
 * partitions paused and holds no records.
 *
 * @param <E> the event
 */
final class TopicSink<E> implements Runnable, ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(TopicSink.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Set<SinkCounter> COUNTED =
            EnumSet.complementOf(EnumSet.of(SinkCounter.DEAD_LETTERS, SinkCounter.ROWS_FOLDED));

    private final Pipe<E> pipe;
    private final SinkParts parts;
    private final SinkStatus status;
    private final Batch<E> batch;
    private final Ownership ownership;
    private final Backoff backoff;

    private volatile boolean stopping;
    private volatile @Nullable BatchWriter<E> writer;
    private long retryAtNanos = System.nanoTime();
    private long lastWriteNanos;
    private @Nullable Consumer<byte[], byte[]> current;

    TopicSink(Pipe<E> pipe, SinkParts parts) {
        this.pipe = pipe;
        this.parts = parts;
        this.status = new SinkStatus(pipe.name());
        this.batch = new Batch<>(pipe.reader(), pipe.batchInterval(), parts.settings());
        this.ownership = new Ownership(pipe.name(), pipe.topic(), parts);
        this.backoff = new Backoff(parts.settings().retryMax());
        // Counters exist from the start, so that they are exposed while they are 0.
        for (SinkCounter counter : COUNTED) {
            parts.counters().add(counter, pipe.name(), 0);
        }
    }

    Pipe<E> pipe() {
        return pipe;
    }

    SinkStatus status() {
        return status;
    }

    /** Makes {@link #run()} write the current batch and return. */
    void stop() {
        stopping = true;
    }

    /** Aborts the connection, so that nothing waits for PostgreSQL. */
    void abort() {
        BatchWriter<E> open = writer;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void run() {
        while (!stopping) {
            try (Consumer<byte[], byte[]> consumer = parts.consumers().of(parts.settings(), pipe.name())) {
                current = consumer;
                consume(consumer);
            } catch (FencedException e) {
                parts.counters().add(SinkCounter.FENCED, pipe.name(), 1);
                failed("the sink lost its partitions", e);
            } catch (FencedInstanceIdException e) {
                replaced(e);
            } catch (RuntimeException e) {
                failed("Kafka", e);
            }
            startOver();
            status.waitUnlessStopped(() -> stopping, retryAtNanos);
        }
    }

    private void consume(Consumer<byte[], byte[]> consumer) throws FencedException {
        consumer.subscribe(List.of(pipe.topic()), this);
        while (!stopping) {
            try {
                step(consumer);
            } catch (OffsetOutOfRangeException e) {
                failed("the next offset is no longer in Kafka", e);
                ownership.outOfRange(e, consumer);
                startOver();
                consumer.pause(consumer.assignment());
            } catch (TruncatedException e) {
                failed("Kafka has lost records", e);
                // Another attempt finds the next such partition.
                retryAtNanos = System.nanoTime();
                startOver();
                consumer.pause(consumer.assignment());
            } catch (SQLException e) {
                failed("PostgreSQL", e);
                startOver();
                consumer.pause(consumer.assignment());
            } catch (RefusedBatchException e) {
                log.debug(
                        "{} is read again in smaller batches, to find the rows that PostgreSQL rejects",
                        pipe.topic(),
                        e);
                startOver();
                batch.shrink();
                consumer.pause(consumer.assignment());
            }
        }
        finish(consumer);
    }

    private void step(Consumer<byte[], byte[]> consumer)
            throws SQLException, FencedException, RefusedBatchException, TruncatedException {
        if (ownership.isEmpty() && !consumer.assignment().isEmpty() && System.nanoTime() - retryAtNanos >= 0) {
            claim(consumer);
        }
        long due = batch.dueInNanos(System.nanoTime());
        Duration timeout = Duration.ofNanos(Math.clamp(due, 0, POLL.toNanos()));
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
        if (ownership.isReconnected()) {
            claimAgain(consumer);
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            if (ownership.isStored(record, consumer)) {
                continue;
            }
            batch.add(record, System.nanoTime());
            if (batch.isFull()) {
                write(consumer, false);
            }
        }
        long now = System.nanoTime();
        boolean heartbeat = !ownership.isEmpty()
                && now - lastWriteNanos > parts.settings().heartbeat().toNanos();
        if (batch.dueInNanos(now) <= 0 || heartbeat) {
            write(consumer, true);
        }
    }

    /** Stores what was read over the former connections. What was polled since is read again, once it has been compared. */
    private void claimAgain(Consumer<byte[], byte[]> consumer)
            throws SQLException, FencedException, RefusedBatchException {
        if (!batch.isEmpty()) {
            write(consumer, false);
        }
        ownership.forget();
        consumer.pause(consumer.assignment());
    }

    private void claim(Consumer<byte[], byte[]> consumer) throws SQLException, FencedException {
        BatchWriter<E> open = writer;
        if (open == null) {
            Connection connection = parts.postgres().open("tidemark-sink-" + pipe.name());
            open = new BatchWriter<>(
                    pipe.topic(), connection, pipe.tables().get(), parts.offsets(), parts.deadLetters(), parts.hook());
            writer = open;
        }
        ownership.claim(consumer, open.connection());
        consumer.resume(consumer.assignment());
        // Makes the first write due soon, to see whether PostgreSQL works again.
        lastWriteNanos = System.nanoTime() - parts.settings().heartbeat().toNanos();
    }

    /** @param allRead whether the batch holds everything that the consumer has returned */
    private void write(Consumer<byte[], byte[]> consumer, boolean allRead)
            throws SQLException, FencedException, RefusedBatchException {
        BatchWriter<E> open = writer;
        if (open == null) {
            throw new IllegalStateException("a batch of " + pipe.topic() + " without a connection: expected one");
        }
        long start = System.nanoTime();
        List<Progress> progress = ownership.progress(consumer, batch.reached(), allRead, status.isWorking());
        BatchWriter.Written written = open.write(batch, progress);
        lastWriteNanos = System.nanoTime();
        parts.counters().written(pipe.name(), written, batch.skippedEvents(), lastWriteNanos - start);
        batch.succeeded(written.rejectedRecords().isEmpty());
        backoff.reset();
        commitForLagTools(consumer, progress);
    }

    /**
     * Commits offsets for tools that show consumer lag; nothing else reads them. The response also shows that Kafka is
     * available.
     */
    private void commitForLagTools(Consumer<byte[], byte[]> consumer, List<Progress> progress) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (Progress of : progress) {
            offsets.put(new TopicPartition(pipe.topic(), of.partition()), new OffsetAndMetadata(of.nextOffset()));
        }
        consumer.commitAsync(offsets, (committed, problem) -> {
            if (problem == null) {
                status.works();
            } else {
                status.fails("Kafka", problem);
            }
        });
    }

    private void finish(Consumer<byte[], byte[]> consumer) throws FencedException {
        BatchWriter<E> open = writer;
        if (open != null && !ownership.isEmpty()) {
            try {
                if (!batch.isEmpty()) {
                    write(consumer, true);
                }
                ownership.release(open.connection());
            } catch (SQLException | RefusedBatchException e) {
                failed("PostgreSQL", e);
            }
        }
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    private void failed(String what, Exception problem) {
        parts.counters().add(SinkCounter.RETRIES, pipe.name(), 1);
        Duration pause = backoff.next();
        retryAtNanos = System.nanoTime() + pause.toNanos();
        if (status.fails(what, problem)) {
            log.warn("{} is not being stored; retrying until it works: {}: {}", pipe.topic(), what, problem.toString());
        } else {
            log.debug("{} is still not being stored: {}", pipe.topic(), what, problem);
        }
    }

    /** Whether another process uses the same instance id. An early retry would fence that process, which would fence this one, and so on. */
    private void replaced(FencedInstanceIdException problem) {
        parts.counters().add(SinkCounter.FENCED, pipe.name(), 1);
        Duration pause = parts.settings().sessionTimeout().multipliedBy(3);
        retryAtNanos = System.nanoTime() + pause.toNanos();
        String told = "another process uses the instance id "
                + parts.settings().kafka().get(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
                + ": expected one process per state directory (tidemark.state-dir), and no copies of it";
        status.fails(told, problem);
        log.error("{} is left to the other process for {}: {}", pipe.topic(), pause, told);
    }

    private void startOver() {
        batch.clear();
        ownership.forget();
        BatchWriter<E> open = writer;
        writer = null;
        if (open != null) {
            open.close();
        }
    }

    /** Partitions need a position before they are claimed; otherwise the consumer would ask Kafka for one. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            partitions.forEach(partition -> consumer.seek(partition, 0));
            consumer.pause(partitions);
        }
        ownership.assigned();
        batch.clear();
        if (partitions.isEmpty()) {
            // Other processes own all partitions.
            status.works();
        }
    }

    /** Records that were read but not written are read again by the next owner. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        batch.clear();
        BatchWriter<E> open = writer;
        if (open != null && !ownership.isEmpty()) {
            try {
                ownership.release(open.connection());
            } catch (SQLException e) {
                log.debug("{} was not released: its next owner ends this session", pipe.topic(), e);
            }
        }
        ownership.forget();
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        batch.clear();
        ownership.forget();
    }
}
