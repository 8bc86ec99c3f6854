package dev.tidemark.bench.storage;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.bench.measure.Waiting;
import dev.tidemark.bench.traffic.FilterProducer;
import dev.tidemark.bench.traffic.Requests;
import dev.tidemark.processor.sink.Sink;
import dev.tidemark.processor.sink.SinkCounter;
import dev.tidemark.processor.sink.table.Positioned;
import dev.tidemark.processor.sink.table.RequestRow;
import dev.tidemark.processor.sink.table.RequestRows;
import dev.tidemark.processor.sink.table.Rows;
import dev.tidemark.processor.topology.TopologySettings;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.event.RequestEvent;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;

/**
 * Compares the real sink to PostgreSQL's own {@code COPY … FROM} a file on the server: the same rows in the same binary format, in one
 * transaction, into the same partitioned table with its BRIN index.
 *
 * <p>{@code copy_vs_server_side_copy} covers the sink's work for decoded events: looking up or creating label sets, encoding rows,
 * copying them over the connection, writing offsets, and committing (its histogram {@code sink_transaction_seconds}). Adding events to
 * the batch ({@link RequestRows}, {@link Rows}) happens earlier; its time is measured separately and added.
 * {@code sink_from_broker_vs_server_side_copy} covers everything, including polling and decoding JSON.
 *
 * <p>The two take turns in alternating order. The first {@value #WARM_UP} pairs warm up the compiler and are not counted.
 *
 * <p>{@code sink_bytes_per_row} is the size of a measured row including indexes; {@code seeds_table_bytes_ratio} compares it to the same rows in
 * the table of the original documents. Not measured: logs, samples, rollups, and services with thousands of routes.
 */
public final class SinkBench {
    private static final int ROWS = 2_400_000;
    private static final int BATCH = 20_000;
    private static final int WARM_UP = 3;
    private static final int PAIRS = 7;

    /**
     * The table of the original documents, in its last version: with a primary key and four indexes.
     */
    private static final String SEEDS_TABLE = """
            CREATE TABLE seeds_metrics (
                id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
                timestamp TIMESTAMPTZ NOT NULL DEFAULT NOW(),
                metric_type VARCHAR(50) NOT NULL,
                metric_name VARCHAR(100) NOT NULL,
                value DOUBLE PRECISION NOT NULL,
                metadata JSONB DEFAULT '{}'::jsonb,
                CHECK (metric_type IN ('api', 'redis', 'postgres', 'system', 'cache'))
            );
            CREATE INDEX ON seeds_metrics (metric_type, timestamp DESC);
            CREATE INDEX ON seeds_metrics (timestamp DESC);
            CREATE INDEX ON seeds_metrics (metric_name);
            CREATE INDEX ON seeds_metrics (metric_type, metric_name, timestamp DESC);
            INSERT INTO seeds_metrics (timestamp, metric_type, metric_name, value, metadata)
            SELECT timestamp, metric_type, metric_name, value, metadata - 'status' FROM metrics""";

    private final double[] copy = new double[PAIRS];
    private final double[] fromBroker = new double[PAIRS];
    private double bytesPerRow;
    private double seedsRatio;

    /** Rows per second. */
    private record Rates(double copy, double fromBroker) {}

    public List<Ratio> run() {
        try (Installation installation = new Installation()) {
            System.err.println("sink: publishing " + ROWS + " requests");
            try (Producer<byte[], byte[]> producer = FilterProducer.open(installation.bootstrapServers())) {
                Requests.publish(producer, ROWS);
            }
            compare(installation);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        System.out.printf(Locale.ROOT, "info sink_from_broker_vs_server_side_copy %.4f%n", Ratio.median(fromBroker));
        return List.of(
                new Ratio("copy_vs_server_side_copy", Ratio.median(copy), Goal.AT_LEAST, 0.6),
                new Ratio("sink_bytes_per_row", bytesPerRow, Goal.AT_MOST, 120),
                new Ratio("seeds_table_bytes_ratio", seedsRatio, Goal.AT_LEAST, 6));
    }

    private void compare(Installation installation) throws SQLException {
        String peer = installation.newDatabase();
        String first = installation.newDatabase();
        // Warms up the compiler, and writes the rows to a file.
        sink(installation, first);
        String file = toFile(installation, first);
        sizes(installation, first);
        installation.drop(first);
        serverSide(installation, peer, file);
        for (int pair = -WARM_UP; pair < PAIRS; pair++) {
            String database = installation.newDatabase();
            Rates ours;
            double theirs;
            if (pair % 2 == 0) {
                ours = sink(installation, database);
                theirs = serverSide(installation, peer, file);
            } else {
                theirs = serverSide(installation, peer, file);
                ours = sink(installation, database);
            }
            installation.drop(database);
            if (pair >= 0) {
                copy[pair] = ours.copy() / theirs;
                fromBroker[pair] = ours.fromBroker() / theirs;
            }
            System.err.printf(
                    Locale.ROOT,
                    "sink: pair %d: COPY of a file %.0f rows/s, of a batch %.0f, from the broker %.0f%n",
                    pair + 1,
                    theirs,
                    ours.copy(),
                    ours.fromBroker());
        }
    }

    private static Rates sink(Installation installation, String database) {
        installation.checkpoint();
        try (Sink sink =
                new Sink(installation.sinkSettings(database), TopologySettings.DEFAULTS.intake(), Clock.systemUTC())) {
            sink.start();
            long seen = Waiting.until(() -> stored(sink) > 0);
            long before = stored(sink);
            long end = Waiting.until(() -> stored(sink) >= ROWS);
            double seconds = (end - seen) / 1e9;
            double writing = secondsInTransactions(sink) / stored(sink);
            return new Rates(1 / (writing + secondsToMakeARow()), (ROWS - before) / seconds);
        }
    }

    /** Measures adding decoded events to the batch, as the sink does while it reads. */
    private static double secondsToMakeARow() {
        RequestRows maker = new RequestRows();
        Rows<RequestRow> batch = new Rows<>();
        Requests requests = Requests.ofSomeServices();
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("", 0, 0, new byte[0], new byte[0]);
        long nanos = 0;
        long made = 0;
        for (int round = 0; round < 10_000; round++) {
            List<RequestEvent> events = new ArrayList<>();
            try {
                for (int i = 0; i < 100; i++) {
                    Codecs.REQUEST_JSON.decode(Codecs.REQUEST_JSON.encode(requests.next(i)), events::add);
                }
            } catch (MalformedEventException e) {
                throw new IllegalStateException(e);
            }
            if (batch.size() >= BATCH) {
                batch.clear();
            }
            long start = System.nanoTime();
            for (RequestEvent event : events) {
                batch.add(new Positioned<>(maker.of(event), record));
            }
            nanos += System.nanoTime() - start;
            made += events.size();
        }
        return nanos / 1e9 / made;
    }

    private static double secondsInTransactions(Sink sink) {
        return sink.counters().times().stream()
                .map(Collector::collect)
                .filter(times -> times.getMetadata().getName().endsWith("sink_transaction_seconds"))
                .flatMap(times -> ((HistogramSnapshot) times).getDataPoints().stream())
                .filter(point -> "requests".equals(point.getLabels().get("pipe")))
                .mapToDouble(HistogramSnapshot.HistogramDataPointSnapshot::getSum)
                .sum();
    }

    private static long stored(Sink sink) {
        return sink.counters().get(SinkCounter.ROWS_STORED, "requests");
    }

    private static String toFile(Installation installation, String database) throws SQLException {
        try (Connection connection = installation.connect(database);
                Statement statement = connection.createStatement()) {
            String file;
            try (ResultSet rows = statement.executeQuery("SHOW data_directory")) {
                rows.next();
                file = rows.getString(1) + "/requests.copy";
            }
            statement.execute("COPY (SELECT * FROM request) TO '" + file + "' (FORMAT binary)");
            return file;
        }
    }

    private static double serverSide(Installation installation, String database, String file) throws SQLException {
        try (Connection connection = installation.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE request");
            installation.checkpoint();
            long start = System.nanoTime();
            long rows = statement.executeLargeUpdate("COPY request FROM '" + file + "' (FORMAT binary)");
            return rows * 1e9 / (System.nanoTime() - start);
        }
    }

    private void sizes(Installation installation, String database) throws SQLException {
        try (Connection connection = installation.connect(database);
                Statement statement = connection.createStatement()) {
            double ours = number(
                    statement,
                    "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('request') WHERE isleaf");
            double rows = number(statement, "SELECT count(*) FROM request");
            statement.execute(SEEDS_TABLE);
            double theirs = number(statement, "SELECT pg_total_relation_size('seeds_metrics')");
            bytesPerRow = ours / rows;
            seedsRatio = theirs / ours;
            System.err.printf(Locale.ROOT, "sink: %.1f bytes a row, the seeds' %.1f%n", ours / rows, theirs / rows);
        }
    }

    private static double number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getDouble(1);
        }
    }
}
