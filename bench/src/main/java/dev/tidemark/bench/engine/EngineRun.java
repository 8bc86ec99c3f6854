package dev.tidemark.bench.engine;

import dev.tidemark.bench.measure.TemporaryFolder;
import java.lang.management.ManagementFactory;

/**
 * The result of running the topology over a stretch.
 *
 * @param eventsPerSecond see {@link CommittedRate}
 * @param heapBytes the live heap of this JVM at the end
 * @param accepted the number of accepted requests when it was closed
 * @param overflow how many of them were counted in an {@code (other)} series
 */
record EngineRun(double eventsPerSecond, long heapBytes, long accepted, long overflow) {

    /** Runs the topology over a stretch; see {@link Engine}. */
    static EngineRun over(String bootstrapServers, String id, TemporaryFolder folder, Stretch stretch)
            throws Exception {
        double eventsPerSecond;
        long heapBytes;
        Engine engine = new Engine(bootstrapServers, id, folder);
        try (engine;
                CommittedRate rate = new CommittedRate(bootstrapServers, id, stretch)) {
            engine.start();
            eventsPerSecond = rate.eventsPerSecond(engine::accepted);
            System.gc();
            heapBytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
        // While it runs, one counter is ahead of the other.
        return new EngineRun(eventsPerSecond, heapBytes, engine.accepted(), engine.overflow());
    }
}
