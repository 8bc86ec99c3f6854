package dev.tidemark.bench.engine;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import java.util.Locale;

/**
 * The cost of many routes in use: the topology's rate with {@value #MANY} routes, as many as a service may have, relative to its rate
 * with {@value #FEW}. Each round runs both; the order alternates between rounds. The first round warms up the compiler.
 */
final class ManyRoutes {
    static final int FEW = 50;
    static final int MANY = 2_000;

    private static final int ROUNDS = 6;

    private ManyRoutes() {}

    /**
     * @param few requests of {@value #FEW} routes
     * @param many requests of {@value #MANY} routes
     */
    static Ratio ratio(InventedRoutes.Runner runner, Stretch few, Stretch many) throws Exception {
        double[] ratios = new double[ROUNDS];
        for (int i = -1; i < ROUNDS; i++) {
            boolean fewFirst = i % 2 == 0;
            double first = rate(runner, fewFirst ? few : many, fewFirst ? FEW : MANY);
            double second = rate(runner, fewFirst ? many : few, fewFirst ? MANY : FEW);
            if (i >= 0) {
                ratios[i] = fewFirst ? second / first : first / second;
            }
        }
        return new Ratio("engine_2000_routes_vs_50", Ratio.median(ratios), Goal.AT_LEAST, 0.7);
    }

    private static double rate(InventedRoutes.Runner runner, Stretch stretch, int routes) throws Exception {
        double rate = runner.over(stretch).eventsPerSecond();
        System.err.printf(Locale.ROOT, "topology, %,5d routes       %,12.0f events/s%n", routes, rate);
        return rate;
    }
}
