package dev.tidemark.bench.engine;

import dev.tidemark.bench.measure.TemporaryFolder;
import java.lang.management.ManagementFactory;

/**
 * What came of a stretch that the topology went through.
 *
 * @param eventsPerSecond see {@link CommittedRate}
 * @param heapBytes what this JVM holds at the end of it, garbage left out
 * @param accepted requests that it had counted when it was closed
 * @param overflow those of them that it had counted in an {@code (other)} series
 */
record EngineRun(double eventsPerSecond, long heapBytes, long accepted, long overflow) {

    /** Goes through a stretch; see {@link Engine}. */
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
        // At work it counts the one before the other.
        return new EngineRun(eventsPerSecond, heapBytes, engine.accepted(), engine.overflow());
    }
}
