package dev.tidemark.query.redis;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.lettuce.KeyPatterns;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.redis.RedisCallQueries.Operation;
import dev.tidemark.query.redis.RedisCallQueries.Sum;
import dev.tidemark.query.redis.RedisStats.LookupFigures;
import dev.tidemark.query.store.Deadline;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds up the calls of Redis by prefix and by endpoint. To be called in a transaction of the store. */
@Singleton
final class RedisLookups {
    /** The most operations that are read: instances have up to 500 each, mostly the same ones. */
    static final int MOST = 5_000;
    /** The most rows of an answer; those with most calls. */
    static final int MOST_ROWS = 100;

    private final RedisCallQueries queries;

    RedisLookups(RedisCallQueries queries) {
        this.queries = queries;
    }

    /** @param truncated whether there are more operations than were read */
    record Found(List<LookupFigures> prefixes, List<LookupFigures> endpoints, boolean truncated) {}

    private record Prefix(String target, String prefix) {}

    private record Endpoint(
            String service,
            @Nullable String method,
            @Nullable String route) {}

    Found read(TimeRange range, @Nullable String service, Deadline deadline) {
        List<Operation> operations = queries.operations(service, range.from(), MOST + 1);
        Map<Integer, Operation> byId =
                operations.stream().limit(MOST).collect(Collectors.toMap(Operation::id, Function.identity()));
        if (byId.isEmpty()) {
            return new Found(List.of(), List.of(), false);
        }
        int[] ids = byId.keySet().stream().mapToInt(Integer::intValue).toArray();
        Map<Prefix, Total> prefixes = new HashMap<>();
        Map<Endpoint, Total> endpoints = new HashMap<>();
        for (Segment segment : TierSegments.of(range)) {
            deadline.check();
            for (Sum sum : queries.sums(segment, ids)) {
                Operation of = byId.get(sum.callId());
                if (of != null) {
                    String prefix = prefix(of.operation());
                    if (prefix != null) {
                        prefixes.computeIfAbsent(new Prefix(of.target(), prefix), key -> new Total())
                                .add(sum);
                    }
                    endpoints
                            .computeIfAbsent(new Endpoint(of.service(), of.method(), of.route()), key -> new Total())
                            .add(sum);
                }
            }
        }
        return new Found(
                rows(prefixes, (key, total) -> total.figures(key.target(), key.prefix(), null)),
                rows(endpoints, (key, total) -> total.figures(null, null, key)),
                operations.size() > MOST);
    }

    /** The prefix in an operation such as {@code GET session:*}; null if the command has no key. */
    static @Nullable String prefix(String operation) {
        int space = operation.indexOf(' ');
        String key = space < 0 ? "" : operation.substring(space + 1).replace(" (blocking)", "");
        if (key.isEmpty() || key.equals("(blocking)")) {
            return null;
        }
        return key.equals("(other)") ? key : KeyPatterns.prefix(key);
    }

    private interface Row<K> {
        LookupFigures of(K key, Total total);
    }

    private static <K> List<LookupFigures> rows(Map<K, Total> totals, Row<K> row) {
        return totals.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<K, Total> entry) -> -entry.getValue().count))
                .limit(MOST_ROWS)
                .map(entry -> row.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static final class Total {
        private double count;
        private double errors;
        private double micros;
        private double hits;
        private double misses;

        void add(Sum sum) {
            count += sum.count();
            errors += sum.errors();
            micros += sum.sumMicros();
            hits += sum.hits();
            misses += sum.misses();
        }

        LookupFigures figures(@Nullable String target, @Nullable String prefix, @Nullable Endpoint endpoint) {
            return new LookupFigures(
                    target,
                    prefix,
                    endpoint == null ? null : endpoint.service(),
                    endpoint == null ? null : endpoint.method(),
                    endpoint == null ? null : endpoint.route(),
                    (long) count,
                    (long) errors,
                    Rounding.millis(micros),
                    Rounding.millis(micros / count),
                    (long) hits,
                    (long) misses,
                    Rounding.share(hits, hits + misses));
        }
    }
}
