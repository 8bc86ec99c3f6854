package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class WindowsTest {
    /** More than a sketch keeps as a list. */
    private static final int MANY = 65;

    private static final long TEN = Tier.TEN_SECONDS.sizeMicros();
    private static final long MINUTE = Tier.ONE_MINUTE.sizeMicros();
    private static final Series SERIES = new Series("shop", "GET", "/a");

    private final KeyValueStore<byte[], byte[]> store = InMemory.store(Serdes.ByteArray());
    private final Map<RollupKey, Long> published = new HashMap<>();
    private final List<RollupKey> order = new ArrayList<>();
    private final Windows windows = open(10);

    private Windows open(int maxLive) {
        return new Windows(store, maxLive, new MemoryPool(1 << 20).share(), window -> {
            order.add(window.key);
            published.put(window.key, window.aggregate.count());
        });
    }

    private static RollupKey key(Tier tier, long start) {
        return new RollupKey(SERIES, tier, start);
    }

    private static WindowAggregate one() {
        return of(5);
    }

    private static WindowAggregate of(long micros) {
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(new RequestEvent(0, "shop", null, "GET", "/a", 200, micros, null, null, null, null, null));
        return aggregate;
    }

    /** What is published by it. */
    private List<RollupKey> add(long start) {
        order.clear();
        windows.merge(SERIES, Map.of(start, one()));
        return List.copyOf(order);
    }

    private List<RollupKey> publish(long endMicros) {
        order.clear();
        windows.publish(endMicros);
        return List.copyOf(order);
    }

    private int stored() {
        int n = 0;
        for (Tier tier : Tier.values()) {
            n += entries(WindowKey.lowest(tier, Long.MIN_VALUE), WindowKey.lowest(tier, Long.MAX_VALUE));
        }
        return n;
    }

    private int marks() {
        int n = 0;
        for (Tier tier : Tier.values()) {
            n += entries(WindowKey.mark(tier, Long.MIN_VALUE), WindowKey.mark(tier, Long.MAX_VALUE));
        }
        return n;
    }

    private int entries(byte[] from, byte[] to) {
        int n = 0;
        try (KeyValueIterator<byte[], byte[]> all = store.range(from, to)) {
            while (all.hasNext()) {
                all.next();
                n++;
            }
        }
        return n;
    }

    @Test
    void narrowWindow_isPublishedWithEachChange_wideOnesWhenTheyEnded() {
        assertThat(add(0)).containsExactly(key(Tier.TEN_SECONDS, 0));
        assertThat(add(TEN)).containsExactly(key(Tier.TEN_SECONDS, TEN));

        assertThat(publish(MINUTE - 1)).isEmpty();
        assertThat(windows.unpublishedSize()).isEqualTo(2);
        assertThat(publish(MINUTE)).containsExactly(key(Tier.ONE_MINUTE, 0));
        assertThat(publish(MINUTE)).as("unchanged").isEmpty();
        assertThat(publish(60 * MINUTE)).containsExactly(key(Tier.ONE_HOUR, 0));
        assertThat(windows.unpublishedSize()).isZero();
        assertThat(published).containsEntry(key(Tier.ONE_MINUTE, 0), 2L).containsEntry(key(Tier.ONE_HOUR, 0), 2L);

        add(0);
        assertThat(publish(Long.MAX_VALUE))
                .as("late")
                .containsExactlyInAnyOrder(key(Tier.ONE_MINUTE, 0), key(Tier.ONE_HOUR, 0));
    }

    @Test
    void windows_areStoredBeforeTheyArePublished_soThatAnotherOwnerCountsOn() {
        add(0);
        add(0);

        assertThat(stored()).isEqualTo(3);
        for (Tier tier : Tier.values()) {
            byte[] bytes = store.get(WindowKey.write(key(tier, 0)));
            assertThat(WindowAggregate.fromBytes(bytes).count()).isEqualTo(2);
        }
    }

    @Test
    void unpublishedWindows_ofAFormerOwner_arePublished() {
        add(0);
        add(10 * MINUTE);
        assertThat(publish(MINUTE)).containsExactly(key(Tier.ONE_MINUTE, 0));
        assertThat(marks()).isEqualTo(2);

        published.clear();
        Windows another = open(10);
        another.publish(Long.MIN_VALUE);

        assertThat(published).isEqualTo(Map.of(key(Tier.ONE_MINUTE, 10 * MINUTE), 1L, key(Tier.ONE_HOUR, 0), 2L));
        assertThat(marks()).isZero();
        published.clear();
        open(10).publish(Long.MAX_VALUE);
        assertThat(published).isEmpty();
    }

    @Test
    void windows_beyondTheMemoryLimit_areReadAgainAndPublished() {
        Random random = new Random(5);
        Map<RollupKey, Long> expected = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            long start = random.nextInt(100) * TEN;
            add(start);
            for (Tier tier : Tier.values()) {
                expected.merge(key(tier, tier.windowStart(start)), 1L, Long::sum);
            }
            assertThat(windows.liveSize()).isLessThanOrEqualTo(10);
            assertThat(windows.unpublishedSize()).isLessThanOrEqualTo(10);
            if (random.nextInt(50) == 0) {
                windows.publish(random.nextInt(100) * TEN);
            }
        }
        windows.publish(Long.MAX_VALUE);

        assertThat(published).isEqualTo(expected);
        assertThat(marks()).isZero();
    }

    /** Kafka Streams repeats a commit in which Kafka did not answer in time. */
    @Test
    void windows_whosePublicationFails_arePublishedOnceMore_notCountedOnceMore() {
        PendingDeltas pending = new PendingDeltas(new MemoryPool(1 << 20).share());
        List<Long> counts = new ArrayList<>();
        int[] failures = {0};
        Windows failing = new Windows(store, 3, new MemoryPool(1 << 20).share(), window -> {
            if (++failures[0] % 2 == 1) {
                throw new IllegalStateException("no answer");
            }
            if (window.key.tier() == Tier.TEN_SECONDS) {
                counts.add(window.aggregate.count());
            }
            published.put(window.key, window.aggregate.count());
        });
        for (long start = 0; start < 4 * TEN; start += TEN) {
            pending.add(SERIES, start, one());
            pending.add(new Series("shop", "GET", "/b"), start, one());
        }
        for (int i = 0; i < 100; i++) {
            try {
                failing.flush();
                pending.drainTo(failing::merge);
                failing.publish(Long.MAX_VALUE);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("no answer");
            }
        }

        assertThat(failures[0]).isGreaterThan(16);
        assertThat(pending.size()).isZero();
        assertThat(counts).containsOnly(1L);
        assertThat(published).hasSize(2 * (4 + 1 + 1)).containsEntry(key(Tier.ONE_HOUR, 0), 4L);
        assertThat(failing.unpublishedSize()).isZero();
        assertThat(marks()).isZero();
    }

    /** A sketch of many durations of a microsecond and a day takes more than a thousand bins. */
    @Test
    void wideWindows_areLimitedInBytes() {
        MemoryPool.Share memory = new MemoryPool(MemoryPool.LEAST).share();
        Windows wide =
                new Windows(store, 10_000, memory, window -> published.put(window.key, window.aggregate.count()));
        Map<RollupKey, Long> expected = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            long start = i % 300 * TEN;
            WindowAggregate aggregate = new WindowAggregate();
            for (int n = 0; n < MANY; n++) {
                aggregate.merge(i < 300 ? of(1) : of(86_400_000_000L));
            }
            wide.merge(SERIES, Map.of(start, aggregate));
            for (Tier tier : Tier.values()) {
                expected.merge(key(tier, tier.windowStart(start)), (long) MANY, Long::sum);
            }
            assertThat(memory.own()).isLessThan(MemoryPool.LEAST);
        }
        wide.publish(Long.MAX_VALUE);

        assertThat(published).isEqualTo(expected);
        assertThat(wide.liveSize()).isLessThan(100);
        wide.remove(start -> start < 300 * TEN, 1_000);
        assertThat(wide.liveSize()).isZero();
        assertThat(memory.own()).isZero();
    }

    @Test
    void wideWindows_stayInMemory_whenNarrowOnesFlood() {
        Windows many = open(30);
        for (long start = 0; start < 600 * TEN; start += TEN) {
            many.merge(SERIES, Map.of(start, one()));
        }

        assertThat(published.keySet())
                .as("an evicted window is published early")
                .doesNotContain(key(Tier.ONE_HOUR, 60 * MINUTE));
    }

    @Test
    void finalWindows_areRemovedFromAllTiers_andPublishedBefore() {
        long hour = Tier.ONE_HOUR.sizeMicros();
        for (long start = 0; start < 3 * hour; start += hour / 6) {
            add(start);
        }
        assertThat(stored()).isEqualTo(18 + 18 + 3);

        windows.remove(start -> start < hour, 1_000);
        assertThat(published).containsEntry(key(Tier.ONE_HOUR, 0), 6L);
        assertThat(stored()).isEqualTo(12 + 12 + 2);
        assertThat(store.get(WindowKey.write(key(Tier.TEN_SECONDS, hour - hour / 6))))
                .isNull();
        assertThat(store.get(WindowKey.write(key(Tier.TEN_SECONDS, hour)))).isNotNull();

        windows.remove(start -> start < 2 * hour, 3);
        assertThat(stored()).isEqualTo(9 + 12 + 2);
        windows.remove(start -> start < 2 * hour, 1_000);
        assertThat(stored()).isEqualTo(6 + 6 + 1);
    }

    @Test
    void finalWindows_beforeThoseRemovedEarlier_areRemoved() {
        long hour = Tier.ONE_HOUR.sizeMicros();
        add(5 * hour);
        windows.remove(start -> start == 5 * hour, 1_000);
        assertThat(stored()).isZero();

        add(2 * hour);
        add(7 * hour);
        windows.remove(start -> start == 7 * hour, 1_000);
        assertThat(stored()).as("the oldest is not final").isEqualTo(2 * 3);
        windows.remove(start -> start == 2 * hour, 1_000);
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void keys_areOrderedByTierAndStart() {
        byte[] before = WindowKey.write(key(Tier.TEN_SECONDS, -TEN));
        byte[] after = WindowKey.write(key(Tier.TEN_SECONDS, TEN));
        byte[] otherTier = WindowKey.write(key(Tier.ONE_MINUTE, -Tier.ONE_MINUTE.sizeMicros()));

        assertThat(Arrays.compareUnsigned(before, after)).isNegative();
        assertThat(Arrays.compareUnsigned(after, otherTier)).isNegative();
        assertThat(Arrays.compareUnsigned(WindowKey.lowest(Tier.TEN_SECONDS, TEN), after))
                .isNegative();
        assertThat(WindowKey.windowStartMicros(before)).isEqualTo(-TEN);
    }
}
