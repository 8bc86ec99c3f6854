package dev.tidemark.bench.petshop;

import dev.tidemark.wire.sketch.LatencySketch;

/**
 * The metrics of one service in one window.
 *
 * @param requests the number of requests; 0 if there are none or nothing is known
 * @param errors those that failed, from the availability
 * @param meanMicros the mean latency; 0 if unknown
 * @param slowestMicros the 99th percentile, which stands for the slowest request: that is not in the data
 * @param sketch the latencies, made of four percentiles
 */
record Point(long requests, long errors, double meanMicros, double slowestMicros, byte[] sketch) {
    static final Point NONE = new Point(0, 0, 0, 0, new byte[0]);

    private static final double[] RANKS = {0.5, 0.9, 0.95, 0.99};

    /** @param percentiles the 50th, 90th, 95th and 99th, in microseconds */
    static Point of(long requests, double availabilityPercent, double meanMicros, double[] percentiles) {
        LatencySketch sketch = new LatencySketch();
        for (long i = 0; i < requests; i++) {
            sketch.add(Math.max(1, Math.round(at((i + 0.5) / requests, percentiles))));
        }
        return new Point(
                requests,
                Math.round(requests * (1 - availabilityPercent / 100)),
                meanMicros,
                Math.min(percentiles[3], requests * meanMicros),
                sketch.toBytes());
    }

    private static double at(double rank, double[] percentiles) {
        for (int i = RANKS.length - 1; i >= 0; i--) {
            if (rank >= RANKS[i]) {
                if (i == RANKS.length - 1) {
                    break;
                }
                double part = (rank - RANKS[i]) / (RANKS[i + 1] - RANKS[i]);
                return percentiles[i] + part * (percentiles[i + 1] - percentiles[i]);
            }
        }
        return rank < RANKS[0] ? percentiles[0] : percentiles[3];
    }

    double sumMicros() {
        return requests * meanMicros;
    }
}
