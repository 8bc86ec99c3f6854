package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.wire.event.SampleEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlockersTest {

    @Test
    void roots_ofAQueue_isItsHead_withAllThatWaitBehindIt() {
        List<Blockers.Blocker> roots =
                Blockers.roots(List.of(pair("2", "1"), pair("3", "2"), pair("4", "2"), pair("3", "1")));

        assertThat(roots).singleElement().satisfies(root -> {
            assertThat(root.labels()).containsEntry("pid", "1").doesNotContainKey("waiter");
            assertThat(root.blocked()).isEqualTo(3);
            assertThat(root.seconds()).isEqualTo(7);
        });
    }

    @Test
    void roots_ofTwoQueues_areTwo() {
        assertThat(Blockers.roots(List.of(pair("2", "1"), pair("4", "3"))))
                .extracting(Blockers.Blocker::blocked)
                .containsExactly(1, 1);
    }

    @Test
    void roots_ofADeadlock_areNone() {
        assertThat(Blockers.roots(List.of(pair("2", "1"), pair("1", "2")))).isEmpty();
    }

    @Test
    void roots_withoutThoseThatWaitForSomebodyBeyondALimit() {
        Row cut = new Row(Map.of("waits", 1.0), Map.of("waiter", "3", "pid", "2"));

        assertThat(Blockers.roots(List.of(cut, pair("4", "1"))))
                .extracting(root -> root.labels().get("pid"))
                .containsExactly("1");
    }

    @Test
    void bound_isTold_onlyWhenALimitWasReached() {
        Row most = waiting(PostgresQuestions.WAITERS);
        Row more = waiting(PostgresQuestions.WAITERS + 1);

        assertThat(Blockers.bound(List.of())).isNull();
        assertThat(Blockers.bound(List.of(most))).isNull();
        assertThat(Blockers.bound(List.of(more)))
                .extracting(Unknown::reason)
                .asString()
                .contains("101 sessions");
        assertThat(Blockers.bound(Collections.nCopies(PostgresQuestions.PAIRS, most)))
                .isNotNull();
    }

    @Test
    void publish_ofMoreProcessesThanLabels_tellsWithoutThem() {
        Blockers blockers = new Blockers();
        List<SampleEvent> published = new ArrayList<>();
        for (int i = 0; i < LabelBudget.MOST; i++) {
            blockers.add(List.of(pair("1", "p" + i)));
            blockers.publish(new Samples(published::add, 0, "db"));
            blockers.clear();
        }
        published.clear();

        blockers.add(List.of(pair("1", "new"), pair("2", "new"), pair("3", "newer")));
        blockers.publish(new Samples(published::add, 0, "db"));

        assertThat(published)
                .filteredOn(sample -> sample.metricName().equals("blocked_sessions_count"))
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.value()).isEqualTo(2);
                    assertThat(sample.metadata()).doesNotContainKey("pid");
                });
        assertThat(blockers.refusedLabels()).isPositive();
    }

    private static Row pair(String waiter, String holder) {
        return new Row(Map.of("seconds", 7.0), Map.of("waiter", waiter, "pid", holder));
    }

    private static Row waiting(int sessions) {
        return new Row(Map.of("all_waiting", (double) sessions), Map.of("waiter", "2", "pid", "1"));
    }
}
