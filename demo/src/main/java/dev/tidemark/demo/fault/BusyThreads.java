package dev.tidemark.demo.fault;

/** Takes all processors, with so many threads that requests wait for their turn. */
public final class BusyThreads implements Disturbance {

    private static final int PER_PROCESSOR = 8;
    private static final int TURNS = 10_000_000;

    // Written, so that the compiler does not remove the work.
    private volatile double result;

    @Override
    public Fault fault() {
        return Fault.CPU;
    }

    @Override
    public int threads() {
        return PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
    }

    @Override
    public void step() {
        double value = result + 1;
        for (int i = 0; i < TURNS; i++) {
            value = value * 1.000_000_1 + 0.5;
        }
        result = value % 1_000;
    }
}
