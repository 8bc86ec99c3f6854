package dev.tidemark.query.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.diagnosis.PlanLooks.Change;
import dev.tidemark.query.diagnosis.PlanLooks.Look;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanLooksTest {
    private static final Instant ONSET = Instant.parse("2026-11-27T14:00:00Z");

    /** A look for each letter, the last one at the time {@code newest}, ten minutes apart. */
    private static List<Look> looks(String queryid, String plans, Instant newest) {
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < plans.length(); i++) {
            looks.add(new Look(
                    "s", queryid, newest.minusSeconds(600L * (plans.length() - 1 - i)), plans.substring(i, i + 1)));
        }
        return looks;
    }

    private static List<Look> looks(String plans) {
        return looks("1", plans, ONSET.plusSeconds(15));
    }

    @Test
    void anotherPlanAtTheOnset_isAChange() {
        assertThat(PlanLooks.change(looks("AAAB"), ONSET)).isEqualTo(new Change("1", ONSET.plusSeconds(15), "A", "B"));
        assertThat(PlanLooks.change(looks("1", "AAB", ONSET.minusSeconds(60)), ONSET))
                .as("seen before enough requests were slower")
                .isNotNull();
        assertThat(PlanLooks.change(looks("ABBAAB"), ONSET))
                .as("the same fault for the second time")
                .isNotNull();
    }

    @Test
    void samePlan_earlierChange_andPlansThatComeAndGo_areNone() {
        assertThat(PlanLooks.change(looks("AAAA"), ONSET)).isNull();
        assertThat(PlanLooks.change(looks("B"), ONSET)).as("the first look").isNull();
        assertThat(PlanLooks.change(List.of(), ONSET)).isNull();
        assertThat(PlanLooks.change(looks("1", "AAB", ONSET.minusSeconds(300)), ONSET))
                .isNull();
        assertThat(PlanLooks.change(looks("ABABAB"), ONSET)).isNull();
    }

    @Test
    void looksOfTwoStatementsWithTheSameText_areNotMixed() {
        List<Look> both = new ArrayList<>(looks("1", "AA", ONSET));
        both.addAll(looks("2", "BB", ONSET.plusSeconds(10)));
        assertThat(PlanLooks.change(both, ONSET)).isNull();
        both.addAll(looks("3", "AB", ONSET.plusSeconds(20)));
        assertThat(PlanLooks.change(both, ONSET)).extracting("queryid").isEqualTo("3");
    }
}
