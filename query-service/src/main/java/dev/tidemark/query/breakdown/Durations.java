package dev.tidemark.query.breakdown;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.parts.PartTotals;
import org.jspecify.annotations.Nullable;

/**
 * Durations of requests in whole octaves: those are what sums are stored of.
 *
 * @param first the octave of the shortest
 * @param last the octave of the longest
 */
record Durations(int first, int last) {
    private static final double NANOS_IN_MILLI = 1e6;
    private static final double LONGEST_MS = 1e9;

    /**
     * The octaves with durations from {@code minMs} (inclusive) to {@code maxMs} (exclusive), each of which may be left out; null if both
     * are.
     *
     * @throws InvalidParameterException if one is no number, or the first is not less than the second
     */
    static @Nullable Durations of(@Nullable String minMs, @Nullable String maxMs) {
        if (minMs == null && maxMs == null) {
            return null;
        }
        long min = minMs == null ? 0 : nanos("min_ms", minMs) / 1000;
        long max = maxMs == null ? PartSums.lowestMicros(PartSums.OCTAVES) : (nanos("max_ms", maxMs) + 999) / 1000;
        if (min >= max) {
            throw new InvalidParameterException(
                    "max_ms", String.valueOf(maxMs), "more than min_ms, " + (minMs == null ? "0" : minMs));
        }
        int most = PartSums.OCTAVES - 1;
        return new Durations(Math.min(PartSums.octave(min), most), Math.min(PartSums.octave(max - 1), most));
    }

    private static long nanos(String name, String text) {
        try {
            double millis = Double.parseDouble(text);
            if (millis >= 0 && millis <= LONGEST_MS) {
                return Math.round(millis * NANOS_IN_MILLI);
            }
        } catch (NumberFormatException e) {
            // Falls through to the exception below.
        }
        throw new InvalidParameterException(name, text, "milliseconds, from 0 to 1000000000");
    }

    boolean contains(int octave) {
        return octave >= first && octave <= last;
    }

    /** The sums of these octaves. */
    PartTotals totals(PartSums sums) {
        PartTotals totals = PartTotals.NONE;
        for (int octave = first; octave <= last; octave++) {
            totals = totals.plus(sums.ofOctave(octave));
        }
        return totals;
    }

    /** The shortest duration in milliseconds (inclusive). */
    double fromMs() {
        return Rounding.millis(PartSums.lowestMicros(first));
    }

    /** The longest duration in milliseconds (exclusive). */
    double toMs() {
        return Rounding.millis(PartSums.lowestMicros(last + 1));
    }
}
