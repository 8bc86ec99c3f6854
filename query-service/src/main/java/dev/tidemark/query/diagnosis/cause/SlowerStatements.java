package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Statements that take longer, by what PostgreSQL says about them. */
final class SlowerStatements {
    private SlowerStatements() {}

    /** A statement and what is known of it. */
    record Found(OperationShift operation, StatementFacts facts) {}

    /** The one with the largest share. */
    static Optional<Found> worst(Shift shift, Evidence evidence, Predicate<StatementFacts> wanted) {
        return all(shift, evidence, wanted)
                .max(Comparator.comparingDouble(found -> found.operation.slowerCallsShare()));
    }

    /** The share of all of them. */
    static double share(Shift shift, Evidence evidence, Predicate<StatementFacts> wanted) {
        return all(shift, evidence, wanted)
                .mapToDouble(found -> found.operation.slowerCallsShare())
                .sum();
    }

    /** Whether no statement is slower, or something is known of one that is. */
    static boolean isKnown(Shift shift, Evidence evidence, Predicate<StatementFacts> known) {
        return shift.attribution() != null
                && (all(shift, evidence, facts -> true).findAny().isEmpty()
                        || all(shift, evidence, known).findAny().isPresent());
    }

    private static Stream<Found> all(Shift shift, Evidence evidence, Predicate<StatementFacts> wanted) {
        Attribution attribution = shift.attribution();
        if (attribution == null || !shift.isSlow()) {
            return Stream.empty();
        }
        return attribution.of(Part.DB).operations().stream()
                .filter(Slower::isSlower)
                .map(operation -> new Found(operation, evidence.statement(operation)))
                .filter(found -> wanted.test(found.facts));
    }

    /** {@code the statement “SELECT …” on shop takes 340 ms instead of 3.2 ms}. */
    static String text(OperationShift operation) {
        return "the statement \u201c" + Words.shortened(operation.operation().name()) + "\u201d on "
                + operation.operation().target() + " takes " + Slower.text(operation);
    }

    /** {@code reads 410 times as many blocks per call (1230 instead of 3.0)}. */
    static String blocks(StatementFacts facts) {
        Double before = facts.blocksBefore();
        Double after = facts.blocksAfter();
        return "reads " + Words.number(facts.timesBlocks()) + " times as many blocks per call ("
                + Words.number(after == null ? 0 : after) + " instead of " + Words.number(before == null ? 0 : before)
                + ")";
    }
}
