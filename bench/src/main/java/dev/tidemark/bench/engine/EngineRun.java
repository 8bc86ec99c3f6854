package dev.tidemark.bench.engine;

import dev.tidemark.bench.measure.TemporaryFolder;
import java.lang.management.ManagementFactory;

/**
 * What came of a stretch that the topology went through.
 *
 * @param eventsPerSecond see {@link CommittedRate}
 * @param heapBytes what this JVM holds at the end of it, garbage left out
 */
record EngineRun(double eventsPerSecond, long heapBytes) {

    /** Goes through a stretch; see {@link Engine}. */
    static EngineRun over(String bootstrapServers, String id, TemporaryFolder folder, Stretch stretch)
            throws Exception {
        try (CommittedRate rate = new CommittedRate(bootstrapServers, id, stretch);
                Engine engine = new Engine(bootstrapServers, id, folder)) {
            engine.start();
            double eventsPerSecond = rate.eventsPerSecond(engine::accepted);
            System.gc();
            return new EngineRun(
                    eventsPerSecond,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    }
}
