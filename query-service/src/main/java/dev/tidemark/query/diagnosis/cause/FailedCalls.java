package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Side.CallSums;

/** Operations that fail more often than before. */
final class FailedCalls {
    private static final double LEAST_ERRORS = 3;
    private static final double LEAST_SHARE = 0.01;
    private static final double TIMES = 3;
    /** A call that explains less of the additional errors of the requests is beside the point. */
    private static final double LEAST_OF_NEW = 0.2;

    private FailedCalls() {}

    /** Whether at least 3 calls and 1 % of them failed, thrice the share of before and a fifth of the additional errors of {@code shift}. */
    static boolean isFailing(OperationShift operation, Shift shift) {
        double share = share(operation.after());
        return operation.isNamed()
                && operation.after().errors() >= LEAST_ERRORS
                && share >= LEAST_SHARE
                && share >= TIMES * share(operation.before())
                && operation.after().errors() >= LEAST_OF_NEW * shift.newErrors();
    }

    /** {@code 12 % of the calls}. */
    static String text(OperationShift operation) {
        return Words.percent(share(operation.after())) + " of the calls";
    }

    private static double share(CallSums calls) {
        return calls.count() == 0 ? 0 : calls.errors() / calls.count();
    }
}
