package dev.tidemark.bench.sketch;

import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * Families of distributions of durations between 1 µs and a day. The seed determines the median, from 1 µs to an hour, and the width.
 */
enum Durations {
    /** Typical of a server. */
    LOG_NORMAL {
        @Override
        DoubleSupplier from(Random random, double scale) {
            double width = 0.2 + 2 * random.nextDouble();
            return () -> scale * Math.exp(width * random.nextGaussian());
        }
    },
    UNIFORM {
        @Override
        DoubleSupplier from(Random random, double scale) {
            return () -> 2 * scale * random.nextDouble();
        }
    },
    EXPONENTIAL {
        @Override
        DoubleSupplier from(Random random, double scale) {
            return () -> scale * random.nextExponential();
        }
    },
    /** Heavy-tailed, with infinite variance and often an infinite mean. */
    PARETO {
        @Override
        DoubleSupplier from(Random random, double scale) {
            double exponent = 0.5 + random.nextDouble();
            return () -> scale * Math.pow(1 - random.nextDouble(), -1 / exponent);
        }
    },
    /** A cache: hits, and misses that are up to ten thousand times slower. */
    BIMODAL {
        @Override
        DoubleSupplier from(Random random, double scale) {
            double slower = Math.pow(10, 4 * random.nextDouble());
            double share = random.nextDouble();
            return () -> scale * Math.exp(0.1 * random.nextGaussian()) * (random.nextDouble() < share ? slower : 1);
        }
    },
    CONSTANT {
        @Override
        DoubleSupplier from(Random random, double scale) {
            return () -> scale;
        }
    },
    /** Two to six different values, so that percentiles fall on a value or between two. */
    FEW_VALUES {
        @Override
        DoubleSupplier from(Random random, double scale) {
            double[] few = random.doubles(2 + random.nextInt(5), 0.5, 50).toArray();
            return () -> scale * few[random.nextInt(few.length)];
        }
    };

    private static final double HOUR_MICROS = 3_600e6;
    private static final double DAY_MICROS = 24 * HOUR_MICROS;

    /** Draws the values of one distribution. */
    abstract DoubleSupplier from(Random random, double scale);

    /** Returns the family of a seed; all families take turns. */
    static Durations ofSeed(int seed) {
        return values()[seed % values().length];
    }

    /** Returns values of one distribution of the family, in microseconds; the same for the same seed. */
    long[] draw(int seed, int n) {
        Random random = new Random(seed);
        DoubleSupplier from = from(random, Math.pow(HOUR_MICROS, random.nextDouble()));
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
            values[i] = (long) Math.clamp(from.getAsDouble(), 1, DAY_MICROS);
        }
        return values;
    }
}
