package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Side.CallSums;
import java.util.Comparator;
import java.util.Optional;

/** Reads of Redis that find fewer keys than before, and what that costs. */
final class CacheMisses {
    private static final double LEAST_READS = 20;
    private static final double LEAST_FALL = 0.15;

    private CacheMisses() {}

    /** The read with most additional misses; empty if no hit rate fell, or if that costs less than a fifth of the shift. */
    static Optional<OperationShift> worst(Shift shift) {
        Attribution attribution = shift.attribution();
        if (attribution == null || !shift.isSlow() || share(shift) < Slower.LEAST_SHARE) {
            return Optional.empty();
        }
        return attribution
                .operations()
                .filter(CacheMisses::isFallen)
                .max(Comparator.comparingDouble(read -> (rate(read.before()) - rate(read.after()))
                        * read.after().count()));
    }

    /** The share of the calls that are made more often, other than reads of the cache. */
    static double share(Shift shift) {
        Attribution attribution = shift.attribution();
        return attribution == null
                ? 0
                : Math.min(
                        1,
                        attribution
                                .operations()
                                .filter(operation -> operation.after().hits()
                                                + operation.after().misses()
                                        == 0)
                                .mapToDouble(operation -> Math.max(0, operation.moreCallsShare()))
                                .sum());
    }

    /** The prefix of its keys. */
    static String prefix(OperationShift read) {
        String name = read.operation().name();
        return name.substring(name.indexOf(' ') + 1);
    }

    /** {@code only 12 % of the reads of product:* find their key, instead of 95 %}. */
    static String text(OperationShift read) {
        return "only " + Words.percent(rate(read.after())) + " of the reads of " + prefix(read)
                + " find their key, instead of " + Words.percent(rate(read.before()));
    }

    private static boolean isFallen(OperationShift read) {
        return reads(read.before()) >= LEAST_READS
                && reads(read.after()) >= LEAST_READS
                && rate(read.before()) - rate(read.after()) >= LEAST_FALL;
    }

    private static double reads(CallSums calls) {
        return calls.hits() + calls.misses();
    }

    private static double rate(CallSums calls) {
        return reads(calls) == 0 ? 0 : calls.hits() / reads(calls);
    }
}
