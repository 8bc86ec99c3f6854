package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Part;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A statement that takes longer because a call of it reads more, while no other plan was seen. Threshold: as of {@link SlowStatementInspection}, and a
 * call reads at least three times as many blocks as before, and 1 MiB more.
 */
@Singleton
final class MoreDataInspection implements Inspection {
    private static final Predicate<StatementFacts> READS_MORE = facts -> facts.plan() == null && facts.readsMore();

    @Override
    public String subject() {
        return "statements that read more data";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return SlowerStatements.isKnown(shift, evidence, StatementFacts::hasBlocks);
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        return SlowerStatements.worst(shift, evidence, READS_MORE).map(found -> {
            StatementFacts facts = found.facts();
            boolean hasMoreRows = facts.timesRows() >= Math.sqrt(facts.timesBlocks());
            return new Cause(
                    Kind.MORE_DATA,
                    SlowerStatements.share(shift, evidence, READS_MORE),
                    Part.DB,
                    Words.shortened(found.operation().operation().name()),
                    SlowerStatements.text(found.operation()) + ", because it " + SlowerStatements.blocks(facts)
                            + (hasMoreRows
                                    ? ", and has " + Words.number(facts.timesRows()) + " times as many rows"
                                    : facts.hasSameRows()
                                            ? " for as many rows, as with another plan or with dead rows"
                                            : ""),
                    hasMoreRows
                            ? "look at what asks for so many rows: a missing LIMIT, or a key with many of them"
                            : "look at its plan with EXPLAIN (ANALYZE, BUFFERS) and typical values, and at dropped indexes"
                                    + " and dead rows of its tables; then ANALYZE or VACUUM them");
        });
    }
}
