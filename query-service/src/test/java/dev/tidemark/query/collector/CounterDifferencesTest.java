package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.collector.CounterDifferences.Counters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterDifferencesTest {
    private static final long SECOND = 1_000_000_000;

    private final CounterDifferences differences = new CounterDifferences();

    @Test
    void next_ofTheFirstReading_isUnknown() {
        assertThat(differences.next(SECOND, List.of(counters("a", "run", 5)))).isEmpty();
    }

    @Test
    void next_isTheIncreasePerSecond() {
        differences.next(SECOND, List.of(counters("a", "run", 5)));

        assertThat(differences.next(3 * SECOND, List.of(counters("a", "run", 9))))
                .singleElement()
                .satisfies(rise -> {
                    assertThat(rise.of("n")).isEqualTo(4);
                    assertThat(rise.perSecond("n")).isEqualTo(2);
                });
    }

    @Test
    void next_afterARestart_isUnknown_thenCountsAgain() {
        differences.next(SECOND, List.of(counters("a", "run", 5)));

        assertThat(differences.next(2 * SECOND, List.of(counters("a", "other run", 9))))
                .isEmpty();
        assertThat(differences.next(3 * SECOND, List.of(counters("a", "other run", 10))))
                .singleElement()
                .satisfies(rise -> assertThat(rise.of("n")).isEqualTo(1));
    }

    @Test
    void next_afterAResetThatOnlyTheCounterShows_isUnknown() {
        differences.next(SECOND, List.of(counters("a", "run", 5)));

        assertThat(differences.next(2 * SECOND, List.of(counters("a", "run", 4))))
                .isEmpty();
    }

    @Test
    void next_ofAThingThatWasAbsent_isUnknown() {
        differences.next(SECOND, List.of(counters("a", "run", 5)));
        differences.next(2 * SECOND, List.of());

        assertThat(differences.next(3 * SECOND, List.of(counters("a", "run", 9))))
                .isEmpty();
    }

    private static Counters counters(String name, String epoch, double value) {
        return new Counters(Map.of("name", name), epoch, Map.of("n", value));
    }
}
