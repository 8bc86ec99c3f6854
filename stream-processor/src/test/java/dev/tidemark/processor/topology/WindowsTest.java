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
    private static final Series SERIES = new Series("shop", "GET", "/a");

    private final KeyValueStore<byte[], byte[]> store = InMemory.store(Serdes.ByteArray());
    private final Windows windows = new Windows(store, 10, new MemoryPool(1 << 20).share());
    private final Map<RollupKey, Long> published = new HashMap<>();

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

    private List<RollupKey> publish() {
        List<RollupKey> keys = new ArrayList<>();
        windows.publishTo((key, aggregate, newest) -> {
            keys.add(key);
            published.put(key, aggregate.count());
        });
        return keys;
    }

    private int stored() {
        int n = 0;
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                all.next();
                n++;
            }
        }
        return n;
    }

    @Test
    void changedWindow_isPublishedOnce() {
        RollupKey key = key(Tier.TEN_SECONDS, 0);
        windows.merge(key, one(), 0);
        windows.merge(key, one(), 0);

        assertThat(publish()).containsExactly(key);
        assertThat(publish()).isEmpty();
        windows.merge(key, one(), 0);
        assertThat(publish()).containsExactly(key);
        assertThat(published).containsEntry(key, 3L);
    }

    @Test
    void windows_beyondTheMemoryLimit_areReadAgain() {
        Random random = new Random(5);
        Map<RollupKey, Long> expected = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            RollupKey key = key(Tier.TEN_SECONDS, random.nextInt(100) * TEN);
            if (windows.isFull()) {
                publish();
            }
            windows.merge(key, one(), 0);
            expected.merge(key, 1L, Long::sum);
            assertThat(windows.liveSize()).isLessThanOrEqualTo(10);
        }
        publish();

        assertThat(published).isEqualTo(expected);
    }

    /** A sketch of a microsecond and a day takes more than a thousand bins. */
    @Test
    void wideWindows_areLimitedInBytes() {
        MemoryPool.Share memory = new MemoryPool(MemoryPool.LEAST).share();
        Windows wide = new Windows(store, 10_000, memory);
        Map<RollupKey, Long> expected = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            RollupKey key = key(Tier.TEN_SECONDS, i % 300 * TEN);
            if (wide.isFull()) {
                wide.publishTo((of, aggregate, newest) -> published.put(of, aggregate.count()));
            }
            wide.merge(key, i < 300 ? of(1) : of(86_400_000_000L), 0);
            expected.merge(key, 1L, Long::sum);
            assertThat(memory.own()).isLessThan(MemoryPool.LEAST + (20 << 10));
        }
        wide.publishTo((of, aggregate, newest) -> published.put(of, aggregate.count()));

        assertThat(published).isEqualTo(expected);
        assertThat(wide.liveSize()).isLessThan(100);
        wide.remove(start -> start < 300 * TEN, 1_000);
        assertThat(wide.liveSize()).isZero();
        assertThat(memory.own()).isZero();
    }

    @Test
    void finalWindows_areRemovedFromAllTiers() {
        long hour = Tier.ONE_HOUR.sizeMicros();
        for (long start = 0; start < 3 * hour; start += hour / 6) {
            for (Tier tier : Tier.values()) {
                if (windows.isFull()) {
                    publish();
                }
                windows.merge(key(tier, tier.windowStart(start)), one(), 0);
            }
        }
        publish();
        assertThat(stored()).isEqualTo(18 + 18 + 3);

        windows.remove(start -> start < hour, 1_000);
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
        windows.merge(key(Tier.ONE_HOUR, 5 * hour), one(), 0);
        publish();
        windows.remove(start -> start == 5 * hour, 1_000);
        assertThat(stored()).isZero();

        windows.merge(key(Tier.ONE_HOUR, 2 * hour), one(), 0);
        windows.merge(key(Tier.ONE_HOUR, 7 * hour), one(), 0);
        publish();
        windows.remove(start -> start == 7 * hour, 1_000);
        assertThat(stored()).as("the oldest is not final").isEqualTo(2);
        windows.remove(start -> start == 2 * hour, 1_000);
        assertThat(stored()).isEqualTo(1);
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
