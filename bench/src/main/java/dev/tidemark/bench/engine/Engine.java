package dev.tidemark.bench.engine;

import static java.util.Objects.requireNonNull;

import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.processor.streams.RollupStreams;
import dev.tidemark.processor.topology.RollupTopology;
import dev.tidemark.processor.topology.TopologyCounters;
import dev.tidemark.processor.topology.TopologySettings;
import java.time.Duration;
import java.util.Map;

/** The topology as the processor runs it, with exactly-once and its default settings, but with one thread. */
final class Engine implements AutoCloseable {
    private final TopologyCounters counters = new TopologyCounters();
    private final RollupStreams streams;

    /**
     * @param id a unique application id
     * @param folder the state folder
     */
    Engine(String bootstrapServers, String id, TemporaryFolder folder) {
        ProcessorSettings settings = new ProcessorSettings(
                Map.of("bootstrap.servers", bootstrapServers),
                Duration.ofSeconds(30),
                Duration.ZERO,
                -1,
                id,
                folder.resolve(id),
                Duration.ofSeconds(1),
                1,
                0,
                Duration.ofSeconds(5),
                TopologySettings.DEFAULTS);
        streams = new RollupStreams(settings, new RollupTopology(TopologySettings.DEFAULTS, counters));
    }

    void start() {
        streams.start();
    }

    /** The number of accepted requests. */
    long accepted() {
        return counters.requestsAccepted();
    }

    /** The value of one of the topology's counters. */
    long counter(String name) {
        return requireNonNull(counters.values().get(name));
    }

    /** The number of requests counted in an {@code (other)} series. */
    long overflow() {
        return counter("requests_series_overflow_total");
    }

    /** The number of refused requests. */
    long rejected() {
        return counters.values().entrySet().stream()
                .filter(counter -> counter.getKey().startsWith("requests_rejected_"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public void close() {
        streams.close();
    }
}
