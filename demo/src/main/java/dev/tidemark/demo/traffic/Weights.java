package dev.tidemark.demo.traffic;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Picks a random enum value in proportion to its weight. Immutable. */
final class Weights<E extends Enum<E>> {

    private final Map<E, Double> weights;
    private final double sum;

    Weights(Map<E, Double> weights) {
        this.weights = new EnumMap<>(weights);
        this.sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    E next(RandomGenerator random) {
        double left = random.nextDouble() * sum;
        E last = null;
        for (var weight : weights.entrySet()) {
            last = weight.getKey();
            left -= weight.getValue();
            if (left < 0) {
                return last;
            }
        }
        return Objects.requireNonNull(last);
    }
}
