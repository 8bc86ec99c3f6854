package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Side.CallSums;

/** Operations that fail more often than before. */
final class FailedCalls {
    private static final double LEAST_ERRORS = 5;
    private static final double LEAST_SHARE = 0.05;
    private static final double TIMES = 3;

    private FailedCalls() {}

    /** Whether at least 5 calls and 5 % of them failed, thrice the share of before. */
    static boolean isFailing(OperationShift operation) {
        double share = share(operation.after());
        return operation.isNamed()
                && operation.after().errors() >= LEAST_ERRORS
                && share >= LEAST_SHARE
                && share >= TIMES * share(operation.before());
    }

    /** {@code 12 % of the calls}. */
    static String text(OperationShift operation) {
        return Words.percent(share(operation.after())) + " of the calls";
    }

    private static double share(CallSums calls) {
        return calls.count() == 0 ? 0 : calls.errors() / calls.count();
    }
}
