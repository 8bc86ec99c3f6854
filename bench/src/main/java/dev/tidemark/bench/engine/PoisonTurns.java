package dev.tidemark.bench.engine;

import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.bench.measure.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What poison costs. Two runs of the same job, one after the other, differ by more than that on a machine that others share, so turns
 * with poison and without follow each other within one run, in one partition, and each turn with poison is compared with the two around
 * it. The ends of a turn are left out: what is counted comes in packs.
 */
final class PoisonTurns {
    /** How many records a turn has: a second or so. */
    static final long TURN = 1_000_000;

    private static final int TURNS = 9;
    /** How many records there are in all; the first turn is without poison, and so is the last. */
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
     * @param id a name no other run has
     * @param folder where its state is
     * @return for each turn with poison, its records a second in those of the turns beside it
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

    /** Records a second from one number of accepted requests to another. */
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
