package dev.tidemark.bench.engine;

import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.processor.ProcessorSettings;
import dev.tidemark.processor.RollupStreams;
import dev.tidemark.processor.topology.RollupTopology;
import dev.tidemark.processor.topology.TopologyCounters;
import dev.tidemark.processor.topology.TopologySettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;

/**
 * The topology as the processor runs it, exactly once and with its own settings, but with one thread.
 *
 * @param eventsPerSecond over a stretch; see {@link CommittedRate}
 * @param heapBytes what this JVM holds at the end of it, garbage left out
 */
record EngineRun(double eventsPerSecond, long heapBytes) {

    /**
     * Goes through a stretch.
     *
     * @param id a name no other run has
     * @param folder where its state is
     */
    static EngineRun over(String bootstrapServers, String id, TemporaryFolder folder, Stretch stretch)
            throws Exception {
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
        TopologyCounters counters = new TopologyCounters();
        try (CommittedRate rate = new CommittedRate(bootstrapServers, id, stretch);
                RollupStreams streams =
                        new RollupStreams(settings, new RollupTopology(TopologySettings.DEFAULTS, counters))) {
            streams.start();
            double eventsPerSecond = rate.eventsPerSecond(counters::requestsAccepted);
            System.gc();
            return new EngineRun(
                    eventsPerSecond,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    }
}
