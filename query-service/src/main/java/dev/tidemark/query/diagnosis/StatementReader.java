package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.PlanLooks.Look;
import dev.tidemark.query.diagnosis.StatementQueries.Reading;
import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.query.diagnosis.cause.Shift;
import dev.tidemark.query.diagnosis.cause.StatementFacts;
import dev.tidemark.query.diagnosis.cause.StatementFacts.PlanChange;
import dev.tidemark.query.explain.PlanDocuments;
import dev.tidemark.query.explain.StoredPlan;
import dev.tidemark.query.statement.StatementName;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out what the collector knows of the statements that are slower. */
@Singleton
final class StatementReader {
    /** Other statements explain less than a fifth of a shift. */
    private static final int MOST = 5;
    /** Readings of so long before the onset are compared with those after it. */
    private static final Duration BEFORE = Duration.ofMinutes(10);
    /** A statement that is not slow is looked at every ten minutes. */
    private static final Duration LOOKS = Duration.ofHours(1);

    private final StatementQueries queries;
    private final PlanDocuments documents;

    StatementReader(StatementQueries queries, PlanDocuments documents) {
        this.queries = queries;
        this.documents = documents;
    }

    /** @param until the time up to which samples are read */
    Map<Operation, StatementFacts> read(Shift shift, Instant until) {
        Attribution attribution = shift.attribution();
        if (attribution == null || !shift.isSlow()) {
            return Map.of();
        }
        Map<String, Operation> slower = attribution.of(Part.DB).operations().stream()
                .filter(operation -> operation.isNamed() && operation.slowerCallsMillis() > 0)
                .sorted(Comparator.comparingDouble(OperationShift::slowerCallsMillis)
                        .reversed())
                .limit(MOST)
                .map(OperationShift::operation)
                .collect(Collectors.toMap(
                        operation -> StatementName.ofOperation(operation.name()), operation -> operation, (a, b) -> a));
        if (slower.isEmpty()) {
            return Map.of();
        }
        Map<String, List<Reading>> readings =
                queries.readings(slower.keySet(), shift.onset().minus(BEFORE), shift.onset(), until).stream()
                        .collect(Collectors.groupingBy(Reading::statement));
        Map<String, List<Look>> looks = queries
                .looks(slower.keySet(), shift.onset().minus(LOOKS), until)
                .stream()
                .collect(Collectors.groupingBy(Look::statement));
        Map<Operation, StatementFacts> facts = new HashMap<>();
        slower.forEach((name, operation) -> facts.put(
                operation,
                facts(readings.getOrDefault(name, List.of()), looks.getOrDefault(name, List.of()), shift.onset())));
        return facts;
    }

    /** The same text may be several statements, of other roles or schemas: the one that reads more now counts. */
    private StatementFacts facts(List<Reading> readings, List<Look> looks, Instant onset) {
        boolean hasPlans = looks.stream().anyMatch(look -> look.at().isBefore(onset));
        PlanChange plan = plan(looks, onset);
        return readings.stream()
                .max(Comparator.comparingDouble(StatementReader::rise))
                .map(reading -> new StatementFacts(
                        hasPlans,
                        plan,
                        reading.blocksBefore(),
                        reading.blocksAfter(),
                        reading.rowsBefore(),
                        reading.rowsAfter()))
                .orElse(new StatementFacts(hasPlans, plan, null, null, null, null));
    }

    private static double rise(Reading reading) {
        Double before = reading.blocksBefore();
        Double after = reading.blocksAfter();
        return before == null || after == null ? 0 : after / Math.max(1, before);
    }

    private @Nullable PlanChange plan(List<Look> looks, Instant onset) {
        PlanLooks.Change change = PlanLooks.change(looks, onset);
        return change == null
                ? null
                : new PlanChange(
                        change.at(),
                        stored(change.queryid(), change.before()),
                        stored(change.queryid(), change.after()));
    }

    private @Nullable StoredPlan stored(String queryid, String plan) {
        String document = queries.document(queryid, plan);
        return document.isEmpty() ? null : documents.read(document);
    }
}
