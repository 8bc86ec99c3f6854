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
 * How fast a Kafka Streams application goes through a stretch: from the first event that it has processed until the first commit that
 * covers the stretch's measured part, whose records are counted as far as that commit reaches. So what it takes to start is left out,
 * and what it takes to be done with a record for good is in. What it has done beyond the end of the stretch, in a partition that it
 * reads faster than the others, is not counted, although it took time.
 */
final class CommittedRate implements AutoCloseable {
    private static final long PATIENCE_NANOS = SECONDS.toNanos(120);

    private final Admin admin;
    private final String group;
    private final Stretch stretch;

    /**
     * Has the group begin at the stretch.
     *
     * @param group the application's id
     */
    CommittedRate(String bootstrapServers, String group, Stretch stretch) throws Exception {
        stretch.assignTo(bootstrapServers, group);
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.group = group;
        this.stretch = stretch;
    }

    /** @param processed how many events the application has processed since it was made; asked all the time */
    double eventsPerSecond(LongSupplier processed) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        await(processed, 1, deadline);
        long start = System.nanoTime();
        // Nothing is asked of the broker while it matters.
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
            // What is behind the stretch may be of another kind, and carry another number of events.
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
