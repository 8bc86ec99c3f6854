package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.counters.StatementCounters.StatementRise;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WatchedStatementsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final WatchedStatements statements = new WatchedStatements();

    private void reading(long id, long calls, double mean) {
        statements.read(List.of(new StatementRise(id, calls, calls * mean, calls)));
    }

    private List<Long> due(long minute) {
        return statements.due(10, MINUTE, MINUTE.toNanos() * minute);
    }

    private void explain(long id, long minute) {
        Objects.requireNonNull(statements.get(id)).explained(MINUTE.toNanos() * minute);
    }

    @Test
    void aStatementThatGetsSlow_isDueAtOnce_andEachInterval_untilThatIsUsual() {
        for (int i = 0; i < 3; i++) {
            reading(1, 10, 2);
        }
        assertThat(due(0)).as("for the first time").containsExactly(1L);
        explain(1, 0);
        assertThat(due(9)).isEmpty();
        reading(1, 10, 3.9);
        assertThat(due(1)).as("less than twice as long").isEmpty();
        reading(1, 10, 9);
        assertThat(due(0)).as("it got slow").containsExactly(1L);
        explain(1, 1);
        reading(1, 10, 9);
        assertThat(due(1)).isEmpty();
        assertThat(due(2)).as("it is still slow").containsExactly(1L);
        for (int i = 0; i < 30; i++) {
            reading(1, 10, 9);
        }
        assertThat(due(10)).as("that is usual now").isEmpty();
        assertThat(due(11)).containsExactly(1L);
    }

    @Test
    void fewCalls_fastOnes_andNewStatements_areNotSlow() {
        for (int i = 0; i < 3; i++) {
            reading(1, 10, 0.1);
        }
        explain(1, 0);
        reading(1, 4, 50);
        reading(1, 10, 0.9);
        assertThat(due(1)).isEmpty();
        reading(2, 10, 50);
        explain(2, 0);
        assertThat(due(1)).isEmpty();
    }

    @Test
    void aStatementThatGetsQuickAgain_isDueAtOnce() {
        for (int i = 0; i < 3; i++) {
            reading(1, 10, 2);
        }
        explain(1, 0);
        for (int i = 0; i < 10; i++) {
            reading(1, 10, 90);
        }
        explain(1, 0);
        reading(1, 10, 2);
        assertThat(due(0)).containsExactly(1L);
        explain(1, 0);
        reading(1, 10, 2);
        assertThat(due(1)).isEmpty();
    }

    @Test
    void aRefusedStatement_isTriedAgainSeldom_alsoIfItIsSlow() {
        for (int i = 0; i < 3; i++) {
            reading(1, 10, 2);
        }
        explain(1, 0);
        Objects.requireNonNull(statements.get(1)).refused();
        reading(1, 10, 50);
        assertThat(due(59)).isEmpty();
        assertThat(due(60)).containsExactly(1L);
    }

    @Test
    void slowOnesComeFirst_andOnlyTheLargestAreLookedAtOtherwise() {
        List<StatementRise> many = LongStream.rangeClosed(1, 1_000)
                .mapToObj(id -> new StatementRise(id, 10, 10_000 - id, 10))
                .toList();
        for (int i = 0; i < 3; i++) {
            statements.read(many);
        }
        assertThat(statements.due(1_000, MINUTE, 0)).hasSize(StatementTask.PUBLISHED);
        assertThat(statements.get(WatchedStatements.MOST)).isNotNull();
        assertThat(statements.get(WatchedStatements.MOST + 1)).isNull();
        statements.read(List.of(many.getFirst(), new StatementRise(300, 10, 9e6, 10)));
        assertThat(due(0)).containsExactly(300L, 1L);
        statements.reset();
        assertThat(due(0)).isEmpty();
    }
}
