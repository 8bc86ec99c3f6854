package dev.tidemark.query.requests;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.requests.RollupQueries.Version;
import dev.tidemark.query.requests.RollupQueries.Window;
import dev.tidemark.query.requests.WindowBlock.Grouping;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Merges blocks of windows and keeps the result, in a bounded number of bytes. A kept block is used as long as its versions, which
 * each question brings, are the same: most windows of a long span never change again. Safe for use by many threads.
 */
@Singleton
final class WindowMerges {
    /** An eighth of the heap that {@code ./tidemark up} gives the service. */
    private static final long MOST_BYTES = 32L << 20;

    /** Narrow windows may be dropped before the wider ones that tell of changes. */
    private static final Duration LIFE = Duration.ofHours(1);

    private static final int BYTES_OF_WINDOW = 176;
    private static final int BYTES_OF_VERSION = 48;
    private static final int BYTES_OF_BLOCK = 400;

    private final Database store;
    private final RollupQueries rollups;
    private final Cache<Key, Merge> merges;

    private record Key(Segment segment, Grouping grouping, EndpointChoice filter) {}

    private record Merge(List<Version> versions, List<Window> windows) {}

    @Inject
    WindowMerges(@Named(Databases.STORE) Database store, RollupQueries rollups) {
        this(store, rollups, MOST_BYTES);
    }

    /** Keeps {@code mostBytes} at most. */
    WindowMerges(Database store, RollupQueries rollups, long mostBytes) {
        this.store = store;
        this.rollups = rollups;
        this.merges = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .weigher(WindowMerges::bytes)
                .expireAfterWrite(LIFE)
                .build();
    }

    /** The windows of {@code blocks}, merged by {@code grouping}. To be used up in a transaction of the store; it is bounded in time. */
    Stream<Window> read(List<WindowBlock> blocks, Grouping grouping, EndpointChoice filter) {
        return store.bounded(blocks.stream().flatMap(block -> read(block, grouping, filter).stream()));
    }

    private List<Window> read(WindowBlock block, Grouping grouping, EndpointChoice filter) {
        Key key = new Key(block.segment(), grouping, filter);
        Merge merge = merges.getIfPresent(key);
        if (merge == null || !merge.versions.equals(block.versions())) {
            merge = merge(block, grouping, filter);
            // Wider windows, whose versions these may be, are not always stored in the same transaction as the narrow
            // ones.
            if (!block.versions().isEmpty() && block.count() == count(merge)) {
                merges.put(key, merge);
            }
        }
        return merge.windows;
    }

    private Merge merge(WindowBlock block, Grouping grouping, EndpointChoice filter) {
        Map<Long, LatencyAggregate> aggregates = new HashMap<>();
        try (Stream<Window> windows = store.bounded(rollups.windows(block.segment(), filter))) {
            windows.forEach(window -> aggregates
                    .computeIfAbsent(grouping.keyOf(window), group -> new LatencyAggregate())
                    .add(window));
        }
        return new Merge(
                block.versions(),
                aggregates.entrySet().stream()
                        .map(entry -> switch (grouping) {
                            case Grouping.ByEndpoint _ ->
                                entry.getValue().window(first(block, entry.getValue()), (int) (long) entry.getKey());
                            case Grouping.ByTime(long seconds) ->
                                entry.getValue().window(entry.getKey() * seconds, 0);
                        })
                        .toList());
    }

    /** Not the block's start: rates go by the time since the first window. */
    private static long first(WindowBlock block, LatencyAggregate aggregate) {
        return (aggregate.count() == 0 ? block.segment().from() : aggregate.firstWindow()).getEpochSecond();
    }

    /** As the versions count. */
    private static long count(Merge merge) {
        return merge.windows.stream()
                .mapToLong(window -> window.count() + window.skippedCount())
                .sum();
    }

    private static int bytes(Key key, Merge merge) {
        long bytes = BYTES_OF_BLOCK + (long) BYTES_OF_VERSION * merge.versions.size();
        for (Window window : merge.windows) {
            bytes += BYTES_OF_WINDOW + window.sketch().length;
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes + key.filter.bytes());
    }

    /** How many bytes the kept blocks take, about. */
    long keptBytes() {
        merges.cleanUp();
        return merges.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
