package dev.tidemark.query.collector;

import dev.tidemark.query.counters.StatementCounters.StatementRise;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements that took most time lately, and which of them are to be explained. Not thread-safe. */
final class WatchedStatements {
    /** The statements that are watched; of those that took less time, nothing is known. */
    static final int MOST = 500;

    private final Map<Long, WatchedStatement> statements = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, WatchedStatement> eldest) {
            return size() > MOST;
        }
    };

    /** Those that took most time in the newest reading. */
    private Set<Long> largest = Set.of();

    /** @param rises what the statements did since the reading before, the largest time first */
    void read(List<StatementRise> rises) {
        Set<Long> now = new HashSet<>();
        for (StatementRise rise : rises.subList(0, Math.min(MOST, rises.size()))) {
            statements.computeIfAbsent(rise.id(), id -> new WatchedStatement()).read(rise);
            if (now.size() < StatementTask.PUBLISHED) {
                now.add(rise.id());
            }
        }
        largest = now;
    }

    /** Returns the statements to explain now, the most urgent first. */
    List<Long> due(int most, Duration interval, long nanos) {
        return statements.entrySet().stream()
                .filter(entry -> entry.getValue().isDue(largest.contains(entry.getKey()), interval, nanos))
                .sorted(Comparator.comparingLong(entry -> entry.getValue().rank(nanos)))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Nullable WatchedStatement get(long id) {
        return statements.get(id);
    }

    void reset() {
        statements.clear();
        largest = Set.of();
    }
}
