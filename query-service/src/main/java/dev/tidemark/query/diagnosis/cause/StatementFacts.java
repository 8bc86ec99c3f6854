package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.explain.StoredPlan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL says about a statement before and after an onset.
 *
 * @param hasPlans whether its plan was looked at before the onset
 * @param plan its other plan; null if it has the same one, or if plans are not known
 * @param blocksBefore the blocks that a call read; null if unknown
 * @param rowsBefore the rows of a call; null if unknown
 */
public record StatementFacts(
        boolean hasPlans,
        @Nullable PlanChange plan,
        @Nullable Double blocksBefore,
        @Nullable Double blocksAfter,
        @Nullable Double rowsBefore,
        @Nullable Double rowsAfter) {
    public static final StatementFacts UNKNOWN = new StatementFacts(false, null, null, null, null, null);

    private static final double TIMES = 3;
    /** 1 MiB, which takes some tenths of a millisecond in memory. */
    private static final double LEAST_BLOCKS = 128;

    private static final double SAME = 1.5;

    /**
     * The statement got another plan.
     *
     * @param at when that was first seen
     * @param before null if its nodes are not stored, as {@code after}
     */
    public record PlanChange(
            Instant at,
            @Nullable StoredPlan before,
            @Nullable StoredPlan after) {}

    /** Whether it is known what a call read before and after. */
    boolean hasBlocks() {
        return blocksBefore != null && blocksAfter != null;
    }

    /** Whether a call reads thrice as many blocks as before, and 1 MiB more. */
    boolean readsMore() {
        return blocksBefore != null
                && blocksAfter != null
                && blocksAfter >= TIMES * blocksBefore
                && blocksAfter - blocksBefore >= LEAST_BLOCKS;
    }

    /** How many times as many blocks a call reads; 1 if that is unknown. */
    double timesBlocks() {
        return times(blocksBefore, blocksAfter);
    }

    /** How many times as many rows a call has; 1 if that is unknown. */
    double timesRows() {
        return times(rowsBefore, rowsAfter);
    }

    /** Whether it is known that a call has about as many rows as before. */
    boolean hasSameRows() {
        return rowsBefore != null && rowsAfter != null && timesRows() <= SAME;
    }

    /** Whether this explains why the statement is slower. */
    boolean explains() {
        return plan != null || readsMore();
    }

    private static double times(@Nullable Double before, @Nullable Double after) {
        return before == null || after == null ? 1 : after / Math.max(1, before);
    }
}
