package dev.tidemark.query.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanShapeTest {
    private static PlanNode node(
            String type, @Nullable String relation, @Nullable String index, double cost, PlanNode... children) {
        return new PlanNode(
                type,
                null,
                null,
                null,
                relation == null ? null : "public",
                relation,
                relation,
                index,
                "(a = $1)",
                null,
                cost,
                cost,
                0,
                List.of(children));
    }

    @Test
    void fingerprint_dependsOnNodes_relationsIndexesAndOrder_notOnCosts() {
        PlanNode scan = node("Seq Scan", "sale", null, 10);
        PlanNode lookup = node("Index Scan", "sale", "sale_customer", 1);
        PlanNode other = node("Seq Scan", "item", null, 10);

        assertThat(PlanShape.fingerprint(scan))
                .matches("[0-9a-f]{16}")
                .isEqualTo(PlanShape.fingerprint(node("Seq Scan", "sale", null, 99)))
                .isNotEqualTo(PlanShape.fingerprint(lookup))
                .isNotEqualTo(PlanShape.fingerprint(other));
        assertThat(PlanShape.fingerprint(lookup))
                .isNotEqualTo(PlanShape.fingerprint(node("Index Scan", "sale", "sale_day", 1)));
        assertThat(PlanShape.fingerprint(node("Nested Loop", null, null, 1, scan, other)))
                .isNotEqualTo(PlanShape.fingerprint(node("Nested Loop", null, null, 1, other, scan)));
    }

    /** Otherwise each night had another plan. */
    @Test
    void fingerprint_ofPartitions_isTheSameWhenOneIsAdded_andAnotherWhenOneIsReadInAnotherWay() {
        PlanNode monday = node("Seq Scan", "log_20261101", null, 1);
        PlanNode tuesday = node("Seq Scan", "log_20261102", null, 1);
        PlanNode wednesday = node("Seq Scan", "log_20261103", null, 1);
        PlanNode lookup = node("Index Scan", "log_20261103", "log_20261103_at_idx", 1);

        String two = PlanShape.fingerprint(node("Append", null, null, 1, monday, tuesday));
        assertThat(PlanShape.fingerprint(node("Append", null, null, 1, monday, tuesday, wednesday)))
                .isEqualTo(two);
        assertThat(PlanShape.fingerprint(node("Append", null, null, 1, monday, tuesday, lookup)))
                .isNotEqualTo(two);
    }

    @Test
    void within_keepsTheUpperNodes_andSaysWhatIsLeftOut() {
        PlanNode[] many = new PlanNode[50];
        for (int i = 0; i < many.length; i++) {
            many[i] = node("Seq Scan", "part_" + i, null, i);
        }
        PlanNode root = node("Limit", null, null, 1, node("Append", null, null, 1, many));

        PlanNode cut = root.within(12);

        assertThat(root.size()).isEqualTo(52);
        assertThat(cut.size()).isEqualTo(12);
        assertThat(cut.children().getFirst().omitted()).isEqualTo(40);
        assertThat(PlanText.of(cut)).contains("-> Append", "-> Seq Scan on public.part_9", "left out: 40 parts");
        assertThat(root.within(52)).isSameAs(root);
    }
}
