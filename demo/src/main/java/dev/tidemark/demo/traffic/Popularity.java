package dev.tidemark.demo.traffic;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Zipf's law: the second item is chosen half as often as the first, the third a third as often. Immutable. */
final class Popularity {

    private final double[] upTo;

    Popularity(int size) {
        upTo = new double[size];
        double sum = 0;
        for (int rank = 0; rank < size; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
        }
    }

    /** Returns a random rank from 0 to size - 1. */
    int next(RandomGenerator random) {
        int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return Math.min(at < 0 ? -at - 1 : at + 1, upTo.length - 1);
    }
}
