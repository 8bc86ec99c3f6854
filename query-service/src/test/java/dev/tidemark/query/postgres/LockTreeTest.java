package dev.tidemark.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.postgres.LockTree.Blocked;
import dev.tidemark.query.postgres.SessionQueries.Session;
import dev.tidemark.query.postgres.SessionQueries.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockTreeTest {
    @Test
    void sessions_areInTheOrderOfATree_theOneThatBlocksMostFirst() {
        LockTree tree = LockTree.of(
                List.of(waits(2, 1), waits(11, 10), waits(12, 11), waits(13, 10)), List.of(session(1), session(10)));

        assertThat(tree.sessions()).extracting(Blocked::pid).containsExactly(10, 11, 12, 13, 1, 2);
        assertThat(tree.sessions()).extracting(Blocked::depth).containsExactly(0, 1, 2, 1, 0, 1);
        assertThat(tree.sessions()).extracting(Blocked::blocked).containsExactly(3, 1, 0, 0, 1, 0);
        assertThat(tree.sessions()).extracting(Blocked::rootPid).containsExactly(10, 10, 10, 10, 1, 1);
        assertThat(tree.roots()).extracting(Blocked::pid).containsExactly(10, 1);
    }

    @Test
    void sessions_thatWaitForSeveral_areThereOnce() {
        LockTree tree = LockTree.of(List.of(waits(3, 1), waits(3, 2)), List.of());

        assertThat(tree.sessions()).extracting(Blocked::pid).containsExactly(1, 3, 2);
        assertThat(tree.sessions().get(1).blockedBy()).containsExactly(1, 2);
    }

    @Test
    void sessions_ofACircle_areThere() {
        LockTree tree = LockTree.of(List.of(waits(1, 2), waits(2, 1)), List.of());

        assertThat(tree.sessions()).extracting(Blocked::pid).containsExactly(1, 2);
        assertThat(tree.sessions()).extracting(Blocked::blocked).containsExactly(1, 1);
    }

    @Test
    void remedy_dependsOnTheRoot() {
        LockTree tree = LockTree.of(List.of(waits(2, 1), waits(3, 0), waits(5, 4)), List.of(session(1), active(4)));

        assertThat(tree.roots())
                .extracting(Blocked::remedy)
                .containsExactly(
                        "SELECT gid, prepared, owner FROM pg_prepared_xacts ORDER BY prepared",
                        "SELECT pg_terminate_backend(1)",
                        "SELECT pg_cancel_backend(4)");
        assertThat(tree.roots().getFirst().state()).isEqualTo("prepared transaction");
        assertThat(tree.sessions().getLast().remedy()).as("it blocks nobody").isNull();
    }

    private static Wait waits(int waiter, int holder) {
        return new Wait(waiter, holder, "ShareLock", "transactionid", null, 1.0, 1);
    }

    private static Session session(int pid) {
        return new Session(pid, "shop", "app", "idle in transaction", null, null, null, "SELECT 1", 5.0, 9.0);
    }

    private static Session active(int pid) {
        return new Session(pid, "shop", "app", "active", null, null, null, "SELECT 1", 5.0, 9.0);
    }
}
