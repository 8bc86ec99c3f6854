package dev.tidemark.demo.fault;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills most of the heap and makes garbage in the rest. What it keeps is only softly reachable, so that the JVM drops it instead of running
 * out of memory.
 */
public final class FullHeap implements Disturbance {

    private static final double FULL = 0.93;
    private static final int BLOCK = 256 << 10;
    private static final int GARBAGE = 64;
    private static final long PAUSE_MILLIS = 2;

    private final List<SoftReference<byte[]>> kept = new ArrayList<>();

    // Written, so that the compiler does not remove the allocations.
    private volatile byte[] last = {};

    @Override
    public Fault fault() {
        return Fault.GC;
    }

    @Override
    public void step() throws InterruptedException {
        var runtime = Runtime.getRuntime();
        kept.removeIf(block -> block.get() == null);
        while (runtime.totalMemory() - runtime.freeMemory() < FULL * runtime.maxMemory()) {
            kept.add(new SoftReference<>(new byte[BLOCK]));
        }
        for (int i = 0; i < GARBAGE; i++) {
            last = new byte[BLOCK / 4];
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public void end() {
        kept.clear();
        last = new byte[0];
    }
}
