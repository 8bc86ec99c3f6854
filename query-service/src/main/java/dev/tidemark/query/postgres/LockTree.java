package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.postgres.SessionQueries.Wait;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sessions in the order of a tree: each root is followed by those that wait for it, directly or through others. */
record LockTree(List<Blocked> sessions) {
    /** The pid that PostgreSQL gives to prepared transactions, which have no session. */
    private static final int PREPARED = 0;

    /**
     * A session that waits, or that others wait for.
     *
     * @param depth 0 for a root: it waits for nobody
     * @param rootPid the root of its tree
     * @param blockedBy whom it waits for
     * @param blocked how many wait for it, also through others
     * @param waitingSeconds how long it has waited
     * @param lockMode the mode of the lock that it waits for
     * @param lockType what is locked: {@code relation}, or {@code transactionid} or {@code tuple} for a row
     * @param relation the table; null if it is not known
     * @param statement the current statement, or the last one, with its literals replaced
     * @param remedy the statement that ends the blocking; null if it blocks nobody
     */
    @Serdeable
    record Blocked(
            int pid,
            int depth,
            int rootPid,
            List<Integer> blockedBy,
            int blocked,
            @Nullable String application,
            @Nullable String role,
            @Nullable String state,
            @Nullable Double stateSeconds,
            @Nullable Double transactionSeconds,
            @Nullable Double waitingSeconds,
            @Nullable String lockMode,
            @Nullable String lockType,
            @Nullable String relation,
            @Nullable String queryid,
            @Nullable String statement,
            @Nullable String remedy) {}

    static LockTree of(List<Wait> waits, List<SessionQueries.Session> sessions) {
        return new Builder(waits, sessions).tree();
    }

    /** The roots, with those first that block most. */
    List<Blocked> roots() {
        return sessions.stream().filter(session -> session.depth() == 0).toList();
    }

    private static final class Builder {
        private final Map<Integer, SessionQueries.Session> sessions = new HashMap<>();
        private final Map<Integer, Set<Integer>> waiters = new LinkedHashMap<>();
        private final Map<Integer, List<Integer>> holders = new HashMap<>();
        private final Map<Integer, Wait> waits = new LinkedHashMap<>();
        private final Map<Integer, Integer> blocked = new HashMap<>();
        private final Set<Integer> placed = new HashSet<>();
        private final List<Blocked> tree = new ArrayList<>();

        Builder(List<Wait> pairs, List<SessionQueries.Session> read) {
            read.forEach(session -> sessions.put(session.pid(), session));
            for (Wait wait : pairs) {
                waits.putIfAbsent(wait.waiter(), wait);
                waiters.computeIfAbsent(wait.holder(), pid -> new TreeSet<>()).add(wait.waiter());
                holders.computeIfAbsent(wait.waiter(), pid -> new ArrayList<>()).add(wait.holder());
            }
            Set<Integer> all = new HashSet<>(waits.keySet());
            all.addAll(waiters.keySet());
            all.forEach(pid -> blocked.put(pid, reached(pid)));
        }

        LockTree tree() {
            most(waiters.keySet().stream()
                            .filter(pid -> !waits.containsKey(pid))
                            .toList())
                    .forEach(this::place);
            // A circle has no root; PostgreSQL ends one of its sessions after deadlock_timeout.
            most(List.copyOf(waits.keySet())).forEach(this::place);
            return new LockTree(List.copyOf(tree));
        }

        private int reached(int root) {
            Set<Integer> found = new HashSet<>();
            Deque<Integer> open = new ArrayDeque<>(List.of(root));
            while (!open.isEmpty()) {
                for (Integer waiter : waiters.getOrDefault(open.pop(), Set.of())) {
                    if (waiter != root && found.add(waiter)) {
                        open.push(waiter);
                    }
                }
            }
            return found.size();
        }

        private List<Integer> most(List<Integer> pids) {
            return pids.stream()
                    .sorted(Comparator.<Integer>comparingInt(pid -> blocked.getOrDefault(pid, 0))
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }

        private record Place(int pid, int depth) {}

        private void place(int root) {
            Deque<Place> open = new ArrayDeque<>(List.of(new Place(root, 0)));
            while (!open.isEmpty()) {
                Place next = open.pop();
                if (placed.add(next.pid())) {
                    tree.add(blocked(next, root));
                    most(List.copyOf(waiters.getOrDefault(next.pid(), Set.of())))
                            .reversed()
                            .forEach(pid -> open.push(new Place(pid, next.depth() + 1)));
                }
            }
        }

        private Blocked blocked(Place place, int root) {
            int pid = place.pid();
            SessionQueries.Session session = sessions.get(pid);
            Wait wait = waits.get(pid);
            int count = blocked.getOrDefault(pid, 0);
            return new Blocked(
                    pid,
                    place.depth(),
                    root,
                    List.copyOf(holders.getOrDefault(pid, List.of())),
                    count,
                    session == null ? null : session.application(),
                    session == null ? null : session.role(),
                    session == null ? pid == PREPARED ? "prepared transaction" : null : session.state(),
                    session == null ? null : Rounding.knownTwo(session.stateSeconds()),
                    session == null ? null : Rounding.knownTwo(session.transactionSeconds()),
                    wait == null ? null : Rounding.knownTwo(wait.waitingSeconds()),
                    wait == null ? null : wait.mode(),
                    wait == null ? null : wait.type(),
                    wait == null ? null : wait.relation(),
                    session == null ? null : session.queryid(),
                    session == null ? null : Connections.redacted(session),
                    count == 0 ? null : remedy(pid, session));
        }

        private static String remedy(int pid, SessionQueries.@Nullable Session session) {
            if (pid == PREPARED) {
                return "SELECT gid, prepared, owner FROM pg_prepared_xacts ORDER BY prepared";
            }
            boolean active = session != null && "active".equals(session.state());
            // To cancel a statement ends no transaction that is idle.
            return (active ? "SELECT pg_cancel_backend(" : "SELECT pg_terminate_backend(") + pid + ")";
        }
    }
}
