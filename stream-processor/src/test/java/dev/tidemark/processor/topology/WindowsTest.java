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
    private static final long TEN = Tier.TEN_SECONDS.sizeMicros();
    private static final long MINUTE = Tier.ONE_MINUTE.sizeMicros();
    private static final Series SERIES = new Series("shop", "GET", "/a");

    private final KeyValueStore<byte[], byte[]> store = InMemory.store(Serdes.ByteArray());
    private final Map<RollupKey, Long> published = new HashMap<>();
    private final List<RollupKey> order = new ArrayList<>();
    private final Windows windows = open(10);

    private Windows open(int maxLive) {
        return new Windows(store, maxLive, window -> {
            order.add(window.key);
            published.put(window.key, window.aggregate.count());
        });
    }

    private static RollupKey key(Tier tier, long start) {
        return new RollupKey(SERIES, tier, start);
    }

    private static WindowAggregate one() {
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(new RequestEvent(0, "shop", null, "GET", "/a", 200, 5, null, null, null, null, null));
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
        PendingDeltas pending = new PendingDeltas();
        List<Long> counts = new ArrayList<>();
        int[] failures = {0};
        Windows failing = new Windows(store, 3, window -> {
            if (++failures[0] % 2 == 1) {
                throw new IllegalStateException("no answer");
            }
            if (window.key.tier() == Tier.TEN_SECONDS) {
                counts.add(window.aggregate.count());
            }
            published.put(window.key, window.aggregate.count());
        });
        for (long start = 0; start < 4 * TEN; start += TEN) {
            pending.add(SERIES, new Delta(0, 0, start, one()));
            pending.add(new Series("shop", "GET", "/b"), new Delta(0, 0, start, one()));
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
        for (long start = 0; start < 3 * MINUTE; start += TEN) {
            add(start);
        }
        assertThat(stored()).isEqualTo(18 + 3 + 1);

        windows.remove(MINUTE + TEN, 1_000);
        assertThat(published).containsEntry(key(Tier.ONE_MINUTE, 0), 6L);
        assertThat(stored()).isEqualTo(11 + 2 + 1);
        assertThat(store.get(WindowKey.write(key(Tier.TEN_SECONDS, MINUTE)))).isNull();
        assertThat(store.get(WindowKey.write(key(Tier.TEN_SECONDS, MINUTE + TEN))))
                .isNotNull();

        windows.remove(2 * MINUTE, 3);
        assertThat(stored()).isEqualTo(8 + 2 + 1);
        windows.remove(2 * MINUTE, 1_000);
        assertThat(stored()).isEqualTo(6 + 1 + 1);
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
