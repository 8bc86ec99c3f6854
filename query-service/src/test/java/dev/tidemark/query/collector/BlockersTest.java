package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static Row pair(String waiter, String holder) {
        return new Row(Map.of("seconds", 7.0), Map.of("waiter", waiter, "pid", holder));
    }
}
