package dev.tidemark.query.collector;

import dev.tidemark.wire.event.MetricType;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sessions at the roots of lock queues: others wait for them, and they wait for nobody. Keeps the worst of each root until it is
 * published. Not thread-safe.
 */
final class Blockers {
    /** The most roots that are published at a time. */
    static final int PUBLISHED = 5;
    /** The most roots that are kept between two publications. */
    static final int MOST = 50;

    private final LabelBudget budget = new LabelBudget();
    private final Map<Map<String, String>, Blocker> worst = new HashMap<>();

    /**
     * A root.
     *
     * @param blocked the sessions that wait for it, also through others
     * @param seconds how long it has been in its state
     */
    record Blocker(Map<String, String> labels, int blocked, double seconds) {}

    /** Adds one reading of pairs of waiter and holder. */
    void add(List<Row> pairs) {
        for (Blocker blocker : roots(pairs)) {
            if (worst.containsKey(blocker.labels()) || worst.size() < MOST) {
                worst.merge(blocker.labels(), blocker, (old, now) -> old.blocked() > now.blocked() ? old : now);
            }
        }
    }

    /** Finds the roots. A circle of sessions has none: PostgreSQL ends one of them after its deadlock timeout. */
    static List<Blocker> roots(List<Row> pairs) {
        Map<String, Set<String>> waiters = new HashMap<>();
        Map<String, Row> holders = new LinkedHashMap<>();
        Set<String> waiting = new HashSet<>();
        for (Row pair : pairs) {
            String holder = pair.labels().getOrDefault("pid", "");
            String waiter = pair.labels().getOrDefault("waiter", "");
            waiters.computeIfAbsent(holder, pid -> new HashSet<>()).add(waiter);
            holders.putIfAbsent(holder, pair);
            waiting.add(waiter);
        }
        return holders.entrySet().stream()
                .filter(holder -> !waiting.contains(holder.getKey()))
                .map(holder -> new Blocker(
                        holder.getValue().labelsWithout("waiter"),
                        blocked(holder.getKey(), waiters),
                        holder.getValue().values().getOrDefault("seconds", Double.NaN)))
                .toList();
    }

    private static int blocked(String root, Map<String, Set<String>> waiters) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            for (String waiter : waiters.getOrDefault(open.pop(), Set.of())) {
                if (found.add(waiter)) {
                    open.push(waiter);
                }
            }
        }
        return found.size();
    }

    void publish(Samples samples) {
        worst.values().stream()
                .sorted(Comparator.comparingInt(Blocker::blocked).reversed())
                .limit(PUBLISHED)
                .filter(blocker -> budget.admits(blocker.labels()))
                .forEach(blocker -> {
                    samples.add(
                            MetricType.POSTGRES,
                            "blocked_sessions_count",
                            (double) blocker.blocked(),
                            blocker.labels());
                    samples.add(MetricType.POSTGRES, "blocking_seconds", blocker.seconds(), blocker.labels());
                });
    }

    void clear() {
        worst.clear();
    }
}
