package dev.tidemark.bench.engine;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The rate at which a Kafka Streams application processes a stretch: from the first processed event until the first commit that covers
 * the measured part of the stretch. The records covered by that commit are counted. So the time includes committing but not starting.
 * Records after the end of the stretch, in a partition that is read faster than the others, are not counted, although they took time.
 */
final class CommittedRate implements AutoCloseable {
    private static final long PATIENCE_NANOS = SECONDS.toNanos(120);

    private final Admin admin;
    private final String group;
    private final Stretch stretch;

    /**
     * Sets the group's offsets to the start of the stretch.
     *
     * @param group the application id
     */
    CommittedRate(String bootstrapServers, String group, Stretch stretch) throws Exception {
        stretch.assignTo(bootstrapServers, group);
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.group = group;
        this.stretch = stretch;
    }

    /** @param processed returns how many events the application has processed so far; called continuously */
    double eventsPerSecond(LongSupplier processed) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        await(processed, 1, deadline);
        long start = System.nanoTime();
        // Sends no request to the broker during the measurement.
        await(processed, stretch.measured() * stretch.eventsPerRecord() * 9 / 10, deadline);
        long committed = committed();
        while (committed < stretch.measured()) {
            pause(deadline);
            committed = committed();
        }
        return committed * stretch.eventsPerRecord() * 1e9 / (System.nanoTime() - start);
    }

    private long committed() throws ExecutionException, InterruptedException {
        long records = 0;
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        for (Map.Entry<TopicPartition, Long> begin : stretch.begin().entrySet()) {
            OffsetAndMetadata offset = offsets.get(begin.getKey());
            // Records after the stretch may be of another kind, with another number of events.
            long end = requireNonNull(stretch.end().get(begin.getKey()));
            records += offset == null ? 0 : Math.min(offset.offset(), end) - begin.getValue();
        }
        return records;
    }

    private static void await(LongSupplier processed, long events, long deadline) throws InterruptedException {
        while (processed.getAsLong() < events) {
            pause(deadline);
        }
    }

    private static void pause(long deadline) throws InterruptedException {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException("not done within " + PATIENCE_NANOS / 1_000_000_000 + " s");
        }
        MILLISECONDS.sleep(2);
    }

    @Override
    public void close() {
        admin.close();
    }
}
