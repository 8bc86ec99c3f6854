package dev.tidemark.query.diagnosis.cause;

import static dev.tidemark.query.diagnosis.cause.InspectionsTest.EXPLAINER;
import static dev.tidemark.query.diagnosis.cause.InspectionsTest.ONSET;
import static dev.tidemark.query.diagnosis.cause.InspectionsTest.POOL;
import static dev.tidemark.query.diagnosis.cause.InspectionsTest.SELECT;
import static dev.tidemark.query.diagnosis.cause.InspectionsTest.STATEMENT;
import static dev.tidemark.query.diagnosis.cause.InspectionsTest.STOCK;
import static dev.tidemark.query.diagnosis.cause.InspectionsTest.first;
import static dev.tidemark.query.diagnosis.cause.InspectionsTest.host;
import static dev.tidemark.query.diagnosis.cause.InspectionsTest.kinds;
import static dev.tidemark.query.diagnosis.cause.InspectionsTest.side;
import static dev.tidemark.query.diagnosis.cause.InspectionsTest.slow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.query.diagnosis.cause.Evidence.Siblings;
import dev.tidemark.query.diagnosis.cause.InspectionsTest.Calls;
import dev.tidemark.query.diagnosis.cause.StatementFacts.PlanChange;
import dev.tidemark.query.explain.IndexAdvice;
import dev.tidemark.query.explain.PlanNode;
import dev.tidemark.query.explain.StoredPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Statements that are slower because they have another plan, or read more. */
class StatementInspectionsTest {
    private static final Operation OTHER = new Operation("db", "shop", "SELECT count(*) FROM basket");
    private static final IndexAdvice ADVICE = new IndexAdvice(
            "public.orders",
            List.of("id"),
            "CREATE INDEX CONCURRENTLY ON public.orders (id)",
            "a scan reads all 400,000 rows of public.orders and keeps about 1",
            false,
            null,
            9000,
            null,
            null);

    private static PlanNode scan(String type, @Nullable String index) {
        return new PlanNode(type, null, null, null, "public", "orders", null, index, null, null, 10, 1, 0, List.of());
    }

    private static PlanChange change(List<IndexAdvice> advice, List<String> gone) {
        return new PlanChange(
                ONSET,
                new StoredPlan(scan("Index Scan", "orders_id"), List.of(), List.of()),
                new StoredPlan(scan("Seq Scan", null), advice, gone));
    }

    private static StatementFacts planned(PlanChange change) {
        return new StatementFacts(true, change, 4.0, 1771.0, 1.0, 1.0);
    }

    private static StatementFacts read(double before, double after, double rowsBefore, double rowsAfter) {
        return new StatementFacts(true, null, before, after, rowsBefore, rowsAfter);
    }

    private static Evidence evidence(Map<Operation, StatementFacts> statements, Gauge... gauges) {
        return new Evidence(List.of(gauges), Map.of(), Map.of(), List.of(), List.of(), new Siblings(0, 0), statements);
    }

    private static Evidence evidence(StatementFacts facts, Gauge... gauges) {
        return evidence(Map.of(SELECT, facts), gauges);
    }

    @Test
    void changedPlan_takesThePlaceOfTheSlowStatement_andNamesBothPlansAndTheLostIndex() {
        Evidence dropped = evidence(planned(change(List.of(ADVICE), List.of("public.orders_id"))));
        assertThat(kinds(STATEMENT, dropped)).containsExactly(Kind.CHANGED_PLAN);
        Cause cause = first(STATEMENT, dropped);
        assertThat(cause.culprit()).isEqualTo(SELECT.name());
        assertThat(cause.share()).isCloseTo(1, within(0.01));
        assertThat(cause.text())
                .isEqualTo("the statement \u201c" + SELECT.name() + "\u201d on shop takes 102 ms instead of 2.0 ms,"
                        + " because it has another plan: Index Scan using orders_id \u2192 Seq Scan on orders; the index"
                        + " public.orders_id does not exist any more; reads 443 times as many blocks per call (1771 instead of"
                        + " 4.0)");
        assertThat(cause.action())
                .isEqualTo("create the index again: CREATE INDEX CONCURRENTLY ON public.orders (id); and find out who"
                        + " dropped it");
    }

    @Test
    void changedPlan_withItsIndexInPlace_isToBeComparedAndAnalyzed() {
        assertThat(first(STATEMENT, evidence(planned(change(List.of(), List.of()))))
                        .action())
                .isEqualTo(
                        "compare both plans on the page of PostgreSQL; ANALYZE public.orders if its statistics are old");
        assertThat(first(STATEMENT, evidence(planned(change(List.of(ADVICE), List.of()))))
                        .action())
                .endsWith("then CREATE INDEX CONCURRENTLY ON public.orders (id)");
        Cause unknown = first(STATEMENT, evidence(planned(new PlanChange(ONSET, null, null))));
        assertThat(unknown.kind()).isEqualTo(Kind.CHANGED_PLAN);
        assertThat(unknown.text()).contains("because it has another plan; reads 443 times");
    }

    @Test
    void changedPlan_ofAStatementThatIsNotSlower_isNoCause() {
        Evidence evidence = evidence(Map.of(OTHER, planned(change(List.of(), List.of()))));
        assertThat(kinds(STATEMENT, evidence)).containsExactly(Kind.SLOW_STATEMENT);
        assertThat(kinds(InspectionsTest.OWN, evidence(planned(change(List.of(), List.of())))))
                .isEmpty();
    }

    @Test
    void statementWithTheSamePlanAndBlocks_isJustSlow_andUnknownPlansAreNotRuledOut() {
        Explanation known = EXPLAINER.explain(STATEMENT, evidence(read(4, 5, 1, 1)));
        assertThat(known.causes().getFirst().kind()).isEqualTo(Kind.SLOW_STATEMENT);
        assertThat(known.ruledOut()).contains("changed plans", "statements that read more data");
        Explanation unknown = EXPLAINER.explain(STATEMENT, Evidence.NONE);
        assertThat(unknown.causes().getFirst().kind()).isEqualTo(Kind.SLOW_STATEMENT);
        assertThat(unknown.notChecked()).contains("changed plans", "statements that read more data");
    }

    @Test
    void moreBlocksForTheSameRows_areNamedAsWhatTheyAre() {
        Cause cause = first(STATEMENT, evidence(read(4, 1771, 1, 1)));
        assertThat(cause.kind()).isEqualTo(Kind.MORE_DATA);
        assertThat(cause.text())
                .contains("because it reads 443 times as many blocks per call (1771 instead of 4.0) for as many rows");
        assertThat(cause.action()).contains("EXPLAIN (ANALYZE, BUFFERS)");
        Cause rows = first(STATEMENT, evidence(read(40, 1771, 10, 400)));
        assertThat(rows.text()).endsWith("(1771 instead of 40), and has 40 times as many rows");
        assertThat(rows.action()).contains("LIMIT");
        assertThat(kinds(STATEMENT, evidence(read(40, 100, 1, 1)))).containsExactly(Kind.SLOW_STATEMENT);
        assertThat(kinds(STATEMENT, evidence(read(1000, 2500, 1, 1)))).containsExactly(Kind.SLOW_STATEMENT);
    }

    @Test
    void twoStatements_oneWithAnotherPlan_areBothNamed_withTheirOwnShares() {
        Shift both = slow(
                side(5, new Calls(SELECT, 1, 2), new Calls(OTHER, 1, 2)),
                side(5, new Calls(SELECT, 1, 62), new Calls(OTHER, 1, 42)));
        List<Cause> causes = EXPLAINER
                .explain(both, evidence(planned(change(List.of(), List.of()))))
                .causes();
        assertThat(causes.stream().map(Cause::kind)).containsExactly(Kind.CHANGED_PLAN, Kind.SLOW_STATEMENT);
        assertThat(causes.getFirst().share()).isCloseTo(0.6, within(0.01));
        assertThat(causes.getLast().share()).isCloseTo(0.4, within(0.01));
        assertThat(causes.getLast().culprit()).isEqualTo(OTHER.name());
    }

    @Test
    void changedPlan_explainsTheWaitForConnectionsThatItHolds_butNotAnotherService() {
        Evidence evidence = evidence(planned(change(List.of(), List.of())));
        Shift held = slow(
                side(5, new Calls(SELECT, 1, 2), new Calls(POOL, 1, 0.1)),
                side(5, new Calls(SELECT, 1, 202), new Calls(POOL, 1, 200)));
        assertThat(kinds(held, evidence)).containsExactly(Kind.CHANGED_PLAN);
        assertThat(first(held, evidence).share()).isCloseTo(1, within(0.01));
        Shift two = slow(
                side(5, new Calls(SELECT, 1, 2), new Calls(STOCK, 1, 5)),
                side(5, new Calls(SELECT, 1, 62), new Calls(STOCK, 1, 45)));
        assertThat(kinds(two, evidence)).containsExactly(Kind.CHANGED_PLAN, Kind.SLOW_DOWNSTREAM);
        assertThat(kinds(STATEMENT, evidence(planned(change(List.of(), List.of())), host("cpu_percent", 30, 99))))
                .as("busy processors of one slow statement")
                .containsExactly(Kind.CHANGED_PLAN);
    }

    @Test
    void difference_ofPlans_isInTheWordsOfPostgres() {
        PlanNode bitmap = new PlanNode(
                "Bitmap Heap Scan",
                null,
                null,
                null,
                "public",
                "orders",
                null,
                null,
                null,
                null,
                10,
                1,
                0,
                List.of(new PlanNode(
                        "Bitmap Index Scan",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "orders_day",
                        null,
                        null,
                        5,
                        1,
                        0,
                        List.of())));
        assertThat(PlanDifference.of(bitmap, scan("Index Scan", "orders_id")))
                .isEqualTo("Bitmap Heap Scan using orders_day \u2192 Index Scan using orders_id");
        PlanNode same = scan("Seq Scan", null);
        assertThat(PlanDifference.of(join("Nested Loop", same), join("Hash Join", same)))
                .isEqualTo("Nested Loop \u2192 Hash Join");
        assertThat(PlanDifference.of(join("Hash Join", same), join("Hash Join", same)))
                .isEmpty();
    }

    private static PlanNode join(String type, PlanNode child) {
        return new PlanNode(
                type, null, "Inner", null, null, null, null, null, null, null, 10, 1, 0, List.of(child, child));
    }
}
