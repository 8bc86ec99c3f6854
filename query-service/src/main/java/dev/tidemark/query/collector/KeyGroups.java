package dev.tidemark.query.collector;

import dev.tidemark.query.lettuce.KeyPatterns;
import dev.tidemark.wire.event.MetricType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * Keys of one pass by prefix: the part before the first colon. What was scanned is projected onto all keys, and what was measured onto what was
 * scanned. Parts of names that look like identifiers are not stored. Not thread-safe.
 */
final class KeyGroups {
    /** The most prefixes of a pass; keys of further ones are added up. */
    static final int MOST = 200;
    /** The prefixes that are published: those with most keys. */
    static final int PUBLISHED = 30;
    /** The biggest keys that are published. */
    static final int BIGGEST = 10;

    private static final double MEGABYTE = 1 << 20;

    private final long all;
    private final Map<String, Group> groups = new HashMap<>();
    private final PriorityQueue<Big> biggest = new PriorityQueue<>(Comparator.comparingLong(Big::bytes));
    private long scanned;

    private static final class Group {
        private long keys;
        private long measured;
        private long bytes;
        private long expiring;
    }

    private record Big(String pattern, long bytes) {}

    /** @param all the number of all keys of the database */
    KeyGroups(long all) {
        this.all = all;
    }

    long scanned() {
        return scanned;
    }

    void add(List<String> keys) {
        scanned += keys.size();
        keys.forEach(key -> group(key).keys++);
    }

    /** At most {@code most} of some keys that were added, chosen by chance from the prefixes that were measured least. */
    List<String> leastMeasured(List<String> keys, int most) {
        List<String> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled);
        Map<Group, Long> chosen = new HashMap<>();
        Map<String, Long> ranks = new HashMap<>();
        for (String key : shuffled) {
            Group group = group(key);
            ranks.put(key, group.measured + chosen.merge(group, 1L, Long::sum));
        }
        return shuffled.stream()
                .sorted(Comparator.comparing(ranks::get))
                .limit(most)
                .toList();
    }

    /** Adds the size of a key that was added before. */
    void measured(String key, long bytes, boolean expires) {
        Group group = group(key);
        group.measured++;
        group.bytes += bytes;
        group.expiring += expires ? 1 : 0;
        biggest.add(new Big(KeyPatterns.pattern(key), bytes));
        if (biggest.size() > BIGGEST) {
            biggest.poll();
        }
    }

    private Group group(String key) {
        String prefix = KeyPatterns.prefix(key);
        return groups.size() < MOST || groups.containsKey(prefix)
                ? groups.computeIfAbsent(prefix, name -> new Group())
                : groups.computeIfAbsent(Samples.OTHER, name -> new Group());
    }

    void publish(Samples samples, LabelBudget budget) {
        // Also of none: the groups of the pass before are gone.
        samples.add(MetricType.CACHE, "keys_scanned_percent", all == 0 ? 100 : Math.min(100, 100.0 * scanned / all));
        if (scanned == 0) {
            return;
        }
        double scale = Math.max(1, (double) all / scanned);
        groups.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Group> entry) -> entry.getValue().keys)
                        .reversed())
                .limit(PUBLISHED)
                .filter(entry -> budget.admits(Map.of("prefix", entry.getKey())))
                .forEach(entry -> publish(samples, entry.getKey(), entry.getValue(), scale));
        Map<String, Long> largest = biggest.stream().collect(Collectors.toMap(Big::pattern, Big::bytes, Math::max));
        largest.forEach((pattern, bytes) -> {
            Map<String, String> labels = Map.of("key", pattern);
            if (budget.admits(labels)) {
                samples.add(MetricType.CACHE, "biggest_key_mb", bytes / MEGABYTE, labels);
            }
        });
    }

    private static void publish(Samples samples, String prefix, Group group, double scale) {
        Map<String, String> labels = Map.of("prefix", prefix);
        double keys = group.keys * scale;
        samples.add(MetricType.CACHE, "keys_total", keys, labels);
        if (group.measured > 0) {
            samples.add(
                    MetricType.CACHE,
                    "memory_used_mb",
                    (double) group.bytes / group.measured * keys / MEGABYTE,
                    labels);
            samples.add(MetricType.CACHE, "keys_with_ttl_percent", 100.0 * group.expiring / group.measured, labels);
        }
    }
}
