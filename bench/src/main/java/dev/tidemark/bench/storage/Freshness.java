package dev.tidemark.bench.storage;

import dev.tidemark.bench.traffic.FilterProducer;
import dev.tidemark.bench.traffic.Requests;
import dev.tidemark.bench.traffic.StampedRequests;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The time from publication to a committed rollup. The load contains marked requests, one series for each partition. A partition is
 * processed in order, so if n requests of a series are counted, they are its first n. The rollups are polled every 10 ms; this is part
 * of the result, like the producer's linger of 50 ms.
 */
final class Freshness {
    private static final int PARTITIONS = Topics.REQUESTS.partitions();
    private static final long MARK_EVERY_NANOS = 20_000_000;
    private static final long LOOK_EVERY_NANOS = 10_000_000;
    private static final long BURST_NANOS = 2_000_000;
    /** The maximum time for sending a burst; beyond that, the intended load is not reached. */
    private static final long BEHIND_NANOS = 1_000_000_000;

    private static final String SEEN = """
            SELECT substring(e.route FROM 8)::integer, sum(r.count)
            FROM rollup_10s r JOIN endpoint e ON e.id = r.endpoint_id
            WHERE e.method = 'MARK'
            GROUP BY 1
            """;

    private final String bootstrapServers;
    private final Connection connection;
    private AtomicLongArray published = new AtomicLongArray(0);
    private final int[] seen = new int[PARTITIONS];

    Freshness(String bootstrapServers, Connection connection) {
        this.bootstrapServers = bootstrapServers;
        this.connection = connection;
    }

    /** Returns the 99th percentile under a load of {@code rate} requests per second; the first fifth of {@code load} is not counted. */
    double p99Seconds(double rate, Duration load) throws SQLException {
        int marks = (int) (load.toNanos() / MARK_EVERY_NANOS / PARTITIONS);
        published = new AtomicLongArray(PARTITIONS * marks);
        CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> publish(rate, marks));
        long[][] lasted = new long[PARTITIONS][marks];
        try (PreparedStatement statement = connection.prepareStatement(SEEN)) {
            long deadline = System.nanoTime() + load.plusSeconds(60).toNanos();
            while (Arrays.stream(seen).anyMatch(n -> n < marks)) {
                if (publisher.isCompletedExceptionally() || System.nanoTime() - deadline > 0) {
                    publisher.join();
                    throw new IllegalStateException("marked requests seen: " + Arrays.toString(seen) + " of " + marks);
                }
                look(statement, lasted);
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        }
        publisher.join();
        long[] all = IntStream.range(0, PARTITIONS)
                .boxed()
                .flatMapToLong(partition -> Arrays.stream(lasted[partition], marks / 5, marks))
                .sorted()
                .toArray();
        return all[(int) Math.ceil(0.99 * all.length) - 1] / 1e9;
    }

    private void look(PreparedStatement statement, long[][] lasted) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            long now = System.nanoTime();
            while (rows.next()) {
                int partition = rows.getInt(1);
                for (int i = seen[partition]; i < rows.getInt(2); i++) {
                    lasted[partition][i] = now - published.get(i * PARTITIONS + partition);
                }
                seen[partition] = rows.getInt(2);
            }
        }
    }

    private void publish(double rate, int marks) {
        Requests requests = Requests.ofSomeServices();
        StampedRequests load = new StampedRequests(requests);
        try (Producer<byte[], byte[]> producer = FilterProducer.open(bootstrapServers)) {
            long start = System.nanoTime();
            long sent = 0;
            int marked = 0;
            while (marked < marks * PARTITIONS) {
                long passed = System.nanoTime() - start;
                load.turnTo(Timestamps.toMicros(Instant.now()));
                for (; sent < rate * passed / 1e9; sent++) {
                    producer.send(new ProducerRecord<>(Topics.REQUESTS.name(), load.next()));
                }
                if (System.nanoTime() - start - passed > BEHIND_NANOS) {
                    throw new IllegalStateException("a load of " + rate + " requests a second cannot be made here");
                }
                if (passed > marked * MARK_EVERY_NANOS) {
                    mark(producer, requests, marked++);
                }
                LockSupport.parkNanos(BURST_NANOS);
            }
        }
    }

    private void mark(Producer<byte[], byte[]> producer, Requests requests, int number) {
        int partition = number % PARTITIONS;
        RequestEvent like = requests.next(Timestamps.toMicros(Instant.now()));
        RequestEvent marked = new RequestEvent(
                like.timestampMicros(),
                "marked",
                like.instance(),
                "MARK",
                "/marks/" + partition,
                like.status(),
                like.durationMicros(),
                like.traceId(),
                like.spanId(),
                like.errorType(),
                null,
                null);
        published.set(number, System.nanoTime());
        producer.send(
                new ProducerRecord<>(Topics.REQUESTS.name(), partition, null, Codecs.REQUEST_JSON.encode(marked)));
    }
}
