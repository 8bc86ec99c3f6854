package dev.tidemark.bench.storage;

import dev.tidemark.bench.measure.Waiting;
import dev.tidemark.processor.sink.Sink;
import dev.tidemark.processor.sink.SinkCounter;
import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.processor.streams.RollupStreams;
import dev.tidemark.processor.topology.RollupTopology;
import dev.tidemark.processor.topology.TopologyCounters;
import dev.tidemark.processor.topology.TopologySettings;
import dev.tidemark.wire.topic.Topics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;

/** Topology and sink with their own database and the settings of a default installation. */
final class Processor implements AutoCloseable {
    private static final String COUNTED = "SELECT coalesce(sum(count), 0) FROM rollup_10s";

    private final RollupStreams rollups;
    private final Sink sink;
    private final Connection connection;
    private final PreparedStatement counted;

    /** Starts both and returns when they wait for records. */
    Processor(Installation installation, String database) throws SQLException {
        ProcessorSettings settings = installation.processorSettings(database);
        TopologySettings topology = settings.topology();
        rollups = new RollupStreams(settings, new RollupTopology(topology, new TopologyCounters()));
        sink = new Sink(installation.sinkSettings(database), topology.intake(), Clock.systemUTC());
        connection = installation.connect(database);
        counted = connection.prepareStatement(COUNTED);
        rollups.start();
        sink.start();
        Waiting.until(() -> rollups.isRunning()
                && sink.counters().get(SinkCounter.CLAIMS, "requests") == Topics.REQUESTS.partitions()
                && sink.counters().get(SinkCounter.CLAIMS, "rollups") == Topics.ROLLUPS.partitions());
    }

    /** Returns {@link System#nanoTime()} once {@code requests} are committed, as raw rows and in rollups. */
    long await(long requests) {
        Waiting.until(() -> sink.counters().get(SinkCounter.ROWS_STORED, "requests") >= requests);
        return Waiting.until(() -> inRollups() >= requests);
    }

    /** Returns the number of requests in the committed rollups. */
    private long inRollups() {
        try (ResultSet rows = counted.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        rollups.close();
        sink.close();
    }
}
