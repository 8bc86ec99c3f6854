package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LabelBudgetTest {

    @Test
    void admits_upToTheLimit_andOnesThatItKnows() {
        LabelBudget budget = filled();

        assertThat(budget.admits(Map.of("n", "new"), 10)).isFalse();
        assertThat(budget.admits(Map.of("n", "3"), 10)).isTrue();
        assertThat(budget.refused()).isEqualTo(1);
    }

    @Test
    void admits_anotherOne_whenOneWasNotSeenForAnHour() {
        LabelBudget budget = filled();
        long later = TimeUnit.HOURS.toNanos(1);
        budget.admits(Map.of("n", "0"), later - 1);

        assertThat(budget.admits(Map.of("n", "new"), later)).isTrue();
        assertThat(budget.admits(Map.of("n", "0"), later)).as("was seen lately").isTrue();
    }

    private static LabelBudget filled() {
        LabelBudget budget = new LabelBudget();
        for (int i = 0; i < LabelBudget.MOST; i++) {
            assertThat(budget.admits(Map.of("n", Integer.toString(i)), 0)).isTrue();
        }
        return budget;
    }
}
