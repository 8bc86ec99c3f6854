package dev.tidemark.bench.storage;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.bench.traffic.FilterProducer;
import dev.tidemark.bench.traffic.Requests;
import dev.tidemark.processor.sink.offset.FencedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.Producer;

/**
 * Topology and sink together, with a broker and a PostgreSQL on the same machine.
 *
 * <p>{@code pipeline_vs_hand_loop} is the throughput until raw rows and rollups are committed, divided by that of a loop that stores
 * only raw rows ({@link HandLoop}). All requests of a turn are published in one Kafka transaction. The clock starts when it commits;
 * the readers are already connected.
 *
 * <p>{@code freshness_p99_vs_commit_interval} is the time from the publication of a request until a SELECT sees it in a rollup, at half
 * of that throughput ({@link Freshness}), divided by {@code tidemark.commit.interval} (default 1 s): the time a request waits in both
 * stages of the topology together.
 *
 * <p>Not measured: the filter, the query service, pruning, and several machines.
 */
public final class PipelineBench {
    private static final int REQUESTS = 2_500_000;
    private static final int PAIRS = 5;
    private static final Duration LOAD = Duration.ofSeconds(30);

    public List<Ratio> run() {
        try (Installation installation = new Installation()) {
            System.err.println("pipeline: warming up");
            pipeline(installation);
            handLoop(installation);
            double[] ratios = new double[PAIRS];
            double[] throughputs = new double[PAIRS];
            for (int pair = 0; pair < PAIRS; pair++) {
                double first = pair % 2 == 0 ? pipeline(installation) : handLoop(installation);
                double second = pair % 2 == 0 ? handLoop(installation) : pipeline(installation);
                throughputs[pair] = pair % 2 == 0 ? first : second;
                ratios[pair] = pair % 2 == 0 ? first / second : second / first;
                System.err.printf(
                        Locale.ROOT,
                        "pipeline: pair %d: %.0f requests/s, the loop %.0f%n",
                        pair + 1,
                        throughputs[pair],
                        throughputs[pair] / ratios[pair]);
            }
            double rate = Ratio.median(throughputs) / 2;
            System.err.printf(Locale.ROOT, "pipeline: freshness at %.0f requests/s%n", rate);
            double freshness = freshness(installation, rate);
            System.out.printf(Locale.ROOT, "info freshness_p99_seconds %.3f%n", freshness);
            double interval =
                    installation.processorSettings("any").commitInterval().toNanos() / 1e9;
            return List.of(
                    new Ratio("pipeline_vs_hand_loop", Ratio.median(ratios), Goal.AT_LEAST, 0.6),
                    new Ratio("freshness_p99_vs_commit_interval", freshness / interval, Goal.AT_MOST, 1.5));
        } catch (SQLException | FencedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double pipeline(Installation installation) throws SQLException {
        installation.emptyTopics();
        String database = installation.newDatabase();
        try (Processor processor = new Processor(installation, database);
                Producer<byte[], byte[]> producer = publishUncommitted(installation)) {
            installation.checkpoint();
            producer.commitTransaction();
            long start = System.nanoTime();
            return REQUESTS * 1e9 / (processor.await(REQUESTS) - start);
        } finally {
            installation.drop(database);
        }
    }

    private static double handLoop(Installation installation) throws SQLException, FencedException {
        installation.emptyTopics();
        String database = installation.newDatabase();
        try (Connection connection = installation.connect(database);
                HandLoop loop = new HandLoop(installation.bootstrapServers(), connection);
                Producer<byte[], byte[]> producer = publishUncommitted(installation)) {
            installation.checkpoint();
            producer.commitTransaction();
            long start = System.nanoTime();
            loop.store(REQUESTS);
            return REQUESTS * 1e9 / (System.nanoTime() - start);
        } finally {
            installation.drop(database);
        }
    }

    /** The requests become visible when the transaction commits. */
    private static Producer<byte[], byte[]> publishUncommitted(Installation installation) {
        Producer<byte[], byte[]> producer = FilterProducer.openTransaction(installation.bootstrapServers());
        Requests.publish(producer, REQUESTS);
        producer.flush();
        return producer;
    }

    private static double freshness(Installation installation, double rate) throws SQLException {
        installation.emptyTopics();
        String database = installation.newDatabase();
        try (Processor processor = new Processor(installation, database);
                Connection connection = installation.connect(database)) {
            return new Freshness(installation.bootstrapServers(), connection).p99Seconds(rate, LOAD);
        }
    }
}
