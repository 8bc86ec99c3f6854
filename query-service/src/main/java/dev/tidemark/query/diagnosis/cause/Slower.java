package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.OperationShift;

/** Operations that take longer than before. */
final class Slower {
    static final double LEAST_SHARE = 0.2;
    private static final double FACTOR = 1.4;
    private static final double LEAST_MILLIS = 1;

    private Slower() {}

    /** Whether a call takes at least 1.4 times as long and 1 ms more, and that is at least a fifth of the shift. */
    static boolean isSlower(OperationShift operation) {
        return operation.isNamed()
                && operation.slowerCallsShare() >= LEAST_SHARE
                && operation.millisAfter() >= FACTOR * operation.millisBefore()
                && operation.millisAfter() - operation.millisBefore() >= LEAST_MILLIS;
    }

    /** {@code 340 ms instead of 3.2 ms}. */
    static String text(OperationShift operation) {
        return Words.millis(operation.millisAfter()) + " instead of " + Words.millis(operation.millisBefore());
    }
}
