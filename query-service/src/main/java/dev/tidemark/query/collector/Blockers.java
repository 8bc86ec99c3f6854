package dev.tidemark.query.collector;

import dev.tidemark.query.figures.Unknown;
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
import org.jspecify.annotations.Nullable;

/**
 * The sessions at the roots of lock queues: others wait for them, and they wait for nobody. Keeps the worst of each root until it is
 * published. Not thread-safe.
 */
final class Blockers {
    /** The most roots that are published at a time. */
    static final int PUBLISHED = 5;
    /** The most roots that are kept between two publications. */
    static final int MOST = 50;

    private static final Set<String> OF_ONE_PROCESS = Set.of("pid", "queryid");
    private static final Map<String, String> OTHER = Map.of("state", Samples.OTHER);

    private final LabelBudget budget = new LabelBudget();
    private final LabelBudget withoutProcess = new LabelBudget();
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

    /**
     * Finds the roots. A holder that waits itself is none, even if whom it waits for is beyond a limit. A circle of sessions has none:
     * PostgreSQL ends one of them after its deadlock timeout.
     */
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
            if (pair.values().getOrDefault("waits", 0.0) > 0) {
                waiting.add(holder);
            }
        }
        return holders.entrySet().stream()
                .filter(holder -> !waiting.contains(holder.getKey()))
                .map(holder -> new Blocker(
                        holder.getValue().labelsWithout("waiter"),
                        blocked(holder.getKey(), waiters),
                        holder.getValue().values().getOrDefault("seconds", Double.NaN)))
                .toList();
    }

    /** Says that the counts are lower bounds, if a limit was reached; otherwise returns null. */
    static @Nullable Unknown bound(List<Row> pairs) {
        double waiting = pairs.isEmpty() ? 0 : pairs.getFirst().values().getOrDefault("all_waiting", 0.0);
        return waiting > PostgresQuestions.WAITERS || pairs.size() >= PostgresQuestions.PAIRS
                ? new Unknown(
                        List.of("blocked_sessions_count"),
                        "it is a lower bound: " + (long) waiting + " sessions wait for locks, and of "
                                + PostgresQuestions.WAITERS + " of them at most it is read for whom",
                        null)
                : null;
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
        // The worst of those with the same labels.
        Map<Map<String, String>, Blocker> published = new LinkedHashMap<>();
        worst.values().stream()
                .sorted(Comparator.comparingInt(Blocker::blocked).reversed())
                .limit(PUBLISHED)
                .forEach(blocker -> published.putIfAbsent(labels(blocker), blocker));
        published.forEach((labels, blocker) -> {
            samples.add(MetricType.POSTGRES, "blocked_sessions_count", (double) blocker.blocked(), labels);
            samples.add(MetricType.POSTGRES, "blocking_seconds", blocker.seconds(), labels);
        });
    }

    /** Each process has labels of its own. When there are too many, that somebody blocks is still worth telling. */
    private Map<String, String> labels(Blocker blocker) {
        if (budget.admits(blocker.labels())) {
            return blocker.labels();
        }
        Map<String, String> rest = new HashMap<>(blocker.labels());
        rest.keySet().removeAll(OF_ONE_PROCESS);
        return withoutProcess.admits(rest) ? rest : OTHER;
    }

    long refusedLabels() {
        return budget.refused() + withoutProcess.refused();
    }

    void clear() {
        worst.clear();
    }
}
