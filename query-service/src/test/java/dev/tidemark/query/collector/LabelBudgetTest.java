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
    }

    @Test
    void admits_anotherOne_whenOneWasNotSeenForADay() {
        LabelBudget budget = filled();
        long tomorrow = TimeUnit.DAYS.toNanos(1);
        budget.admits(Map.of("n", "0"), tomorrow - 1);

        assertThat(budget.admits(Map.of("n", "new"), tomorrow)).isTrue();
        assertThat(budget.admits(Map.of("n", "0"), tomorrow))
                .as("was seen lately")
                .isTrue();
    }

    private static LabelBudget filled() {
        LabelBudget budget = new LabelBudget();
        for (int i = 0; i < LabelBudget.MOST; i++) {
            assertThat(budget.admits(Map.of("n", Integer.toString(i)), 0)).isTrue();
        }
        return budget;
    }
}
