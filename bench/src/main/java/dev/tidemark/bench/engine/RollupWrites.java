package dev.tidemark.bench.engine;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.bench.measure.Waiting;
import dev.tidemark.bench.traffic.FilterProducer;
import dev.tidemark.bench.traffic.Requests;
import dev.tidemark.bench.traffic.StampedRequests;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How many rollups are published, relative to publishing each changed window of each tier with each commit: the topology counts both in the
 * same run, since it stores each changed window with each commit. The load is real time, {@value #RATE} requests/s of
 * {@value ManyRoutes#MANY} routes over some minutes, until the last window is published. Each rollup is one row that PostgreSQL writes.
 */
final class RollupWrites {
    private static final int RATE = 20_000;
    private static final Duration LOAD = Duration.ofMinutes(3);
    private static final long BURST_NANOS = 10_000_000;

    private RollupWrites() {}

    static Ratio ratio(String servers, EngineTopic topic, String id, TemporaryFolder folder) throws Exception {
        Stretch end = topic.append(Topics.REQUESTS.name(), 0, 1, EngineRecords.json(1));
        end.assignTo(servers, id);
        try (Engine engine = new Engine(servers, id, folder)) {
            engine.start();
            long sent = publish(servers);
            Waiting.until(() -> engine.accepted() >= sent);
            Waiting.until(
                    () -> engine.counter("windows_stored_total") > 0 && engine.counter("windows_unpublished") == 0);
            long published = engine.counter("rollups_published_total");
            long stored = engine.counter("windows_stored_total");
            System.err.printf(
                    Locale.ROOT, "%,d requests: %,d rollups published of %,d changes%n", sent, published, stored);
            return new Ratio("rollup_writes_vs_every_commit", (double) published / stored, Goal.AT_MOST, 0.4);
        }
    }

    private static long publish(String servers) {
        StampedRequests load = new StampedRequests(new Requests(1, ManyRoutes.MANY));
        long sent = 0;
        try (Producer<byte[], byte[]> producer = FilterProducer.open(servers)) {
            long start = System.nanoTime();
            for (long passed = 0; passed < LOAD.toNanos(); passed = System.nanoTime() - start) {
                load.turnTo(Timestamps.toMicros(Instant.now()));
                for (; sent < RATE * (passed / 1e9); sent++) {
                    producer.send(new ProducerRecord<>(Topics.REQUESTS.name(), load.next()));
                }
                LockSupport.parkNanos(BURST_NANOS);
            }
        }
        return sent;
    }
}
