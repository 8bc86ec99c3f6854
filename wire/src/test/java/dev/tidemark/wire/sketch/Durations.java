package dev.tidemark.wire.sketch;

import java.util.Random;

/** Realistic and extreme distributions of latencies. The same seed gives the same durations. */
enum Durations {
    UNIFORM {
        @Override
        long next(Random random) {
            return 1_000 + random.nextInt(1_000_000);
        }
    },
    LOGNORMAL {
        @Override
        long next(Random random) {
            return (long) Math.exp(Math.log(20_000) + 0.8 * random.nextGaussian());
        }
    },
    PARETO {
        @Override
        long next(Random random) {
            return (long) (500 / Math.pow(1 - random.nextDouble(), 1 / 1.1));
        }
    },
    BIMODAL {
        @Override
        long next(Random random) {
            return random.nextInt(10) == 0
                    ? (long) Math.abs(2_000_000 + 300_000 * random.nextGaussian())
                    : (long) Math.abs(1_500 + 200 * random.nextGaussian());
        }
    },
    CONSTANT {
        @Override
        long next(Random random) {
            return 12_345;
        }
    },
    TINY {
        @Override
        long next(Random random) {
            return random.nextInt(21);
        }
    },
    ONLY_ZEROS {
        @Override
        long next(Random random) {
            return 0;
        }
    },
    HUGE {
        @Override
        long next(Random random) {
            return Long.MAX_VALUE - (random.nextLong() >>> (1 + random.nextInt(62)));
        }
    },
    EVERY_MAGNITUDE {
        @Override
        long next(Random random) {
            return random.nextLong() >>> (1 + random.nextInt(63));
        }
    };

    abstract long next(Random random);

    long[] many(int count, long seed) {
        Random random = new Random(seed);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = next(random);
        }
        return values;
    }

    /** The percentile as {@code percentile_cont} computes it. */
    static double quantile(long[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int rank = (int) position;
        double low = sorted[rank];
        return position == rank ? low : low + (position - rank) * (sorted[rank + 1] - low);
    }

    static LatencySketch sketchOf(long... micros) {
        LatencySketch sketch = new LatencySketch();
        for (long value : micros) {
            sketch.add(value);
        }
        return sketch;
    }
}
