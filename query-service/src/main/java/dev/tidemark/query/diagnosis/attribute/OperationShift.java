package dev.tidemark.query.diagnosis.attribute;

import dev.tidemark.query.diagnosis.attribute.Side.CallSums;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;

/**
 * What one operation adds to the mean latency. {@code moreCallsMillis} and {@code slowerCallsMillis} add up to {@code deltaMillis}:
 * Δ(n·m) = Δn·m̄ + n̄·Δm, where n is the number of calls of a request, m the time of a call, and a bar the mean of before and after.
 *
 * @param deltaMillis by how much more time of a request it takes
 * @param moreCallsMillis as far as there are more calls
 * @param slowerCallsMillis as far as a call takes longer
 * @param share its share in the shift of the mean
 * @param callsBefore the calls of a request
 * @param millisBefore the time of a call, as it was measured
 * @param before the sums of which this was made
 */
public record OperationShift(
        Operation operation,
        double deltaMillis,
        double moreCallsMillis,
        double slowerCallsMillis,
        double share,
        double callsBefore,
        double callsAfter,
        double millisBefore,
        double millisAfter,
        CallSums before,
        CallSums after) {
    /** The name of what is beyond the largest operations. */
    public static final String OTHER = "(other)";
    /** The name of time of a part that no call accounts for. */
    public static final String UNEXPLAINED = "(not explained by calls)";

    /** The share of {@link #moreCallsMillis} in the shift of the mean. */
    public double moreCallsShare() {
        return deltaMillis == 0 ? 0 : share * moreCallsMillis / deltaMillis;
    }

    /** The share of {@link #slowerCallsMillis}. */
    public double slowerCallsShare() {
        return deltaMillis == 0 ? 0 : share * slowerCallsMillis / deltaMillis;
    }

    /** Whether it stands for something that can be named. */
    public boolean isNamed() {
        return !operation.name().equals(OTHER) && !operation.name().equals(UNEXPLAINED);
    }
}
