package dev.tidemark.bench.engine;

import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.bench.measure.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The cost of bad records. On a shared machine, two runs of the same job differ by more than this cost. So turns with and without
 * poison alternate within one run, in one partition, and each turn with poison is compared to the two turns around it. The ends of a
 * turn are not measured, because requests are counted in packs.
 */
final class PoisonTurns {
    /** The records of one turn: about a second. */
    static final long TURN = 1_000_000;

    private static final int TURNS = 9;
    /** The number of records in all turns; the first and the last turn are without poison. */
    static final long RECORDS = TURNS * TURN;

    private static final double POISON = 0.01;
    private static final double LEFT_OUT = 0.02;

    private final Engine engine;

    private PoisonTurns(Engine engine) {
        this.engine = engine;
    }

    /**
     * Runs the topology over the turns.
     *
     * @param id a unique application id
     * @param folder the state folder
     * @return for each turn with poison, its rate divided by that of the turns around it
     */
    static List<Double> ratios(String bootstrapServers, String id, TemporaryFolder folder, Stretch turns)
            throws Exception {
        turns.assignTo(bootstrapServers, id);
        try (Engine engine = new Engine(bootstrapServers, id, folder)) {
            engine.start();
            return new PoisonTurns(engine).ratios();
        }
    }

    private List<Double> ratios() {
        double[] rates = new double[TURNS];
        double done = 0;
        for (int i = 0; i < TURNS; i++) {
            double poison = i % 2 == 0 ? 0 : POISON;
            double accepted = TURN * (1 - poison);
            rates[i] = rate((long) (done + LEFT_OUT * accepted), (long) (done + (1 - LEFT_OUT) * accepted), poison);
            done += accepted;
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 1; i < TURNS; i += 2) {
            double ratio = 2 * rates[i] / (rates[i - 1] + rates[i + 1]);
            System.err.printf(
                    Locale.ROOT, "topology, 1 %% poison         %,12.0f records/s, ratio %.3f%n", rates[i], ratio);
            ratios.add(ratio);
        }
        return ratios;
    }

    /** Returns records per second between two numbers of accepted requests. */
    private double rate(long from, long to, double poison) {
        long start = Waiting.until(() -> engine.accepted() >= from);
        long accepted = engine.accepted();
        long rejected = engine.rejected();
        long end = Waiting.until(() -> engine.accepted() >= to);
        accepted = engine.accepted() - accepted;
        rejected = engine.rejected() - rejected;
        double share = (double) rejected / (accepted + rejected);
        if (Math.abs(share - poison) > POISON / 20) {
            throw new IllegalStateException("a turn with a share of " + share + " poison: expected " + poison);
        }
        return (accepted + rejected) * 1e9 / (end - start);
    }
}
