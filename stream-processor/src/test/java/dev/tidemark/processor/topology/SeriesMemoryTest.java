package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.Series;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** The limit of {@link CardinalityLimiter} in bytes. */
class SeriesMemoryTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long LIMIT = 64 << 10;
    private static final long NONE = 1L << 40;

    private final KeyValueStore<byte[], Long> store = InMemory.store(Serdes.Long());
    private CardinalityLimiter limiter = limiter(LIMIT);

    private CardinalityLimiter limiter(long bytes) {
        TopologySettings defaults = TopologySettings.DEFAULTS;
        TopologySettings settings = new TopologySettings(
                4,
                defaults.allowedLateness(),
                defaults.allowedSkew(),
                defaults.maxSeriesPerService(),
                defaults.maxSeriesPerPartition(),
                defaults.maxServicesPerPartition(),
                defaults.seriesIdleAfter(),
                defaults.sourceRetention(),
                10,
                10,
                new TopologyMemory(bytes, NONE, NONE));
        return new CardinalityLimiter(settings, settings.maxServicesPerPartition(), store);
    }

    private static Series longRoute(String service, int i) {
        return new Series(service, "GET", HostileRequests.wide("/" + i, 1_024));
    }

    /** Those of the first {@code n} series with long routes that are admitted. */
    private List<Integer> admitted(String service, int n, long hour) {
        return IntStream.range(0, n)
                .filter(i -> {
                    Series series = longRoute(service, i);
                    Series counted = limiter.admit(series, hour * HOUR);
                    assertThat(counted).isIn(series, Series.other(service));
                    return counted.equals(series);
                })
                .boxed()
                .toList();
    }

    @Test
    void seriesBeyondTheMemory_areOther() {
        assertThat(admitted("a", 100, 0))
                .as("seven eighths of 64 KiB")
                .isEqualTo(IntStream.range(0, 25).boxed().toList());
        assertThat(limiter.bytes()).isLessThanOrEqualTo(LIMIT);
        assertThat(admitted("b", 10, 0)).isEmpty();
        assertThat(limiter.admit(new Series("b", "GET", "/short"), 0)).isEqualTo(new Series("b", "GET", "/short"));
        assertThat(admitted("a", 100, 0)).hasSize(25);
    }

    @Test
    void servicesBeyondTheMemory_areOneOtherService() {
        long services = IntStream.range(0, 900)
                .mapToObj(i -> limiter.admit(new Series(HostileRequests.wide("service" + i, 256), "GET", "/"), 0))
                .filter(series -> !series.equals(Series.other(Series.OTHER)))
                .count();

        assertThat(services).as("an eighth of 64 KiB").isBetween(6L, 10L);
        assertThat(limiter.bytes()).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void memoryOfIdleSeries_isReused() {
        admitted("a", 100, 0);
        long bytes = limiter.bytes();

        for (int hour = 1; hour < 25; hour++) {
            assertThat(admitted("b", 100, hour)).isEmpty();
        }
        assertThat(admitted("b", 100, 25)).hasSize(25);
        assertThat(limiter.bytes()).isEqualTo(bytes);
    }

    /** The memory does not depend on the order in which series come back. */
    @Test
    void admission_afterARestart_isTheSame() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            String service = HostileRequests.wide("s" + random.nextInt(20), random.nextBoolean() ? 5 : 200);
            String route = HostileRequests.wide("/" + random.nextInt(50), 10 + random.nextInt(100));
            limiter.admit(new Series(service, "GET", route), i * HOUR / 50);
            if (i % 500 == 499) {
                int size = limiter.size();
                long bytes = limiter.bytes();
                limiter = limiter(LIMIT);
                assertThat(limiter.size()).isEqualTo(size);
                assertThat(limiter.bytes()).isEqualTo(bytes).isPositive();
            }
        }
    }

    /** As after an upgrade, or with a lower limit. */
    @Test
    void storeOfMoreSeriesThanFit_isAdmittedUpToTheLimit_andTheRestIsDeleted() {
        limiter = limiter(NONE);
        assertThat(admitted("a", 100, 0)).hasSize(100);
        assertThat(admitted("b", 100, 0)).hasSize(100);
        assertThat(stored()).isEqualTo(202);

        limiter = limiter(LIMIT);
        assertThat(limiter.size()).isEqualTo(25);
        assertThat(limiter.bytes()).isLessThanOrEqualTo(LIMIT);
        assertThat(stored()).as("nothing is written before the first record").isEqualTo(202);
        limiter = limiter(LIMIT);
        List<Integer> kept = admitted("a", 100, 0);

        assertThat(kept).hasSize(25);
        assertThat(stored()).as("with both clocks and (other) of a and b").isBetween(28, 29);
        limiter = limiter(LIMIT);
        assertThat(admitted("a", 100, 0)).isEqualTo(kept);
        assertThat(admitted("b", 100, 0)).isEmpty();
    }

    private int stored() {
        int n = 0;
        try (KeyValueIterator<byte[], Long> all = store.all()) {
            while (all.hasNext()) {
                all.next();
                n++;
            }
        }
        return n;
    }
}
