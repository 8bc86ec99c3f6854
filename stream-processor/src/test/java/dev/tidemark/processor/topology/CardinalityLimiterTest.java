package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.Series;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardinalityLimiterTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final TopologySettings THREE = settings(3, 100);

    private final KeyValueStore<byte[], Long> store = InMemory.store(Serdes.Long());
    private long reached;
    private CardinalityLimiter limiter = new CardinalityLimiter(THREE, 10, store);

    private static TopologySettings settings(int perService, int perPartition) {
        TopologySettings defaults = TopologySettings.DEFAULTS;
        return new TopologySettings(
                4,
                defaults.allowedLateness(),
                defaults.allowedSkew(),
                perService,
                perPartition,
                10,
                Duration.ofHours(24),
                defaults.sourceRetention(),
                10,
                10,
                defaults.memory());
    }

    private static Series series(String service, int i) {
        return new Series(service, "GET", "/" + i);
    }

    /** Until {@code hour}, some record comes in each hour. */
    private boolean admitted(String service, int i, long hour) {
        while (reached < hour) {
            limiter.admit(Series.other("others"), ++reached * HOUR);
        }
        Series series = series(service, i);
        Series counted = limiter.admit(series, hour * HOUR);
        assertThat(counted).isIn(series, Series.other(service));
        return counted.equals(series);
    }

    @Test
    void series_beyondTheLimitOfTheirService_areOther() {
        for (int i = 0; i < 5; i++) {
            assertThat(admitted("a", i, 0)).as("series %s", i).isEqualTo(i < 3);
            assertThat(admitted("b", i, 0)).as("series %s", i).isEqualTo(i < 3);
        }
        assertThat(admitted("a", 2, 0)).isTrue();
        assertThat(limiter.size()).isEqualTo(6);
    }

    @Test
    void services_beyondTheirLimit_areOneOtherService() {
        for (int i = 0; i < 10; i++) {
            assertThat(admitted("service" + i, 1, 0)).isTrue();
        }
        assertThat(limiter.admit(series("one-more", 1), 0)).isEqualTo(new Series("(other)", "(other)", "(other)"));
    }

    @Test
    void series_beyondTheLimitOfThePartition_areOther() {
        limiter = new CardinalityLimiter(settings(3, 4), 10, store);
        for (int i = 0; i < 3; i++) {
            assertThat(admitted("a", i, 0)).isTrue();
        }
        assertThat(admitted("b", 0, 0)).isTrue();
        assertThat(admitted("b", 1, 0)).isFalse();
        assertThat(admitted("c", 0, 0)).isFalse();
    }

    /** The number of services after 30 services have sent one series each, with {@code method} and {@code route}. */
    private long servicesOf30(String method, String route) {
        return IntStream.range(0, 30)
                .mapToObj(i -> limiter.admit(new Series("service" + i, method, route), 0))
                .map(Series::service)
                .distinct()
                .count();
    }

    @Test
    void services_atThePartitionsSeriesLimit_areStillBounded() {
        limiter = new CardinalityLimiter(settings(3, 4), 10, store);

        assertThat(servicesOf30("GET", "/")).as("10 and (other)").isEqualTo(11);
        assertThat(limiter.size()).isEqualTo(4);
        limiter = new CardinalityLimiter(settings(3, 4), 10, store);
        assertThat(servicesOf30("GET", "/")).as("after a restart").isEqualTo(11);
    }

    @Test
    void services_withSeriesNamedOther_areStillBounded() {
        assertThat(servicesOf30(Series.OTHER, Series.OTHER))
                .as("10 and (other)")
                .isEqualTo(11);
    }

    @Test
    void otherSeries_doesNotCountTowardsTheLimit() {
        assertThat(limiter.admit(Series.other("a"), 0)).isEqualTo(Series.other("a"));
        assertThat(limiter.size()).isZero();
        assertThat(admitted("a", 0, 0)).isTrue();
        assertThat(admitted("a", 1, 0)).isTrue();
        assertThat(admitted("a", 2, 0)).isTrue();
        assertThat(admitted("a", 3, 0)).isFalse();
    }

    @Test
    void place_ofAnIdleSeries_isReused() {
        admitted("a", 0, 0);
        admitted("a", 1, 0);
        admitted("a", 2, 0);
        admitted("a", 1, 20);

        assertThat(admitted("a", 3, 24)).isFalse();
        assertThat(admitted("a", 3, 25)).isTrue();
        assertThat(admitted("a", 4, 25)).isTrue();
        assertThat(admitted("a", 0, 25)).as("it is late").isFalse();
        assertThat(admitted("a", 1, 25)).isTrue();
    }

    @Test
    void clock_neverRunsBackwards() {
        admitted("a", 0, 0);
        admitted("b", 0, 25);
        assertThat(limiter.size()).isEqualTo(1);

        assertThat(admitted("a", 0, 3)).isTrue();
        assertThat(admitted("b", 0, 26)).isTrue();
        assertThat(limiter.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1, 8 * 24, -8 * 24, 365 * 24, -365 * 24})
    void step_ofTheClock_takesNoPlace_andIdleSeriesLoseTheirsAfterwards(long step) {
        long now = 100_000;
        for (int i = 0; i < 3; i++) {
            limiter.admit(series("a", i), now * HOUR);
        }
        for (int times = 0; times < 5; times++) {
            assertThat(limiter.admit(series("a", 3), (now + step) * HOUR)).isEqualTo(Series.other("a"));
            limiter = new CardinalityLimiter(THREE, 10, store);
            assertThat(limiter.admit(series("a", 3), now * HOUR)).isEqualTo(Series.other("a"));
            assertThat(limiter.admit(series("a", 2), now * HOUR)).isEqualTo(series("a", 2));
        }
        for (int hour = 1; hour <= 25; hour++) {
            limiter.admit(series("a", 2), (now + hour) * HOUR);
        }
        assertThat(limiter.admit(series("a", 3), (now + 25) * HOUR)).isEqualTo(series("a", 3));
    }

    /** They kept only the newest append hour, which a clock may have led far ahead. */
    @Test
    void stateOfAnEarlierVersion_isContinued() {
        store.put(new byte[] {0}, 1_000L);
        for (int i = 0; i < 3; i++) {
            store.put(SeriesForm.write(series("a", i)), 1_000L);
        }
        limiter = new CardinalityLimiter(THREE, 10, store);

        for (int hour = 500; hour <= 524; hour++) {
            assertThat(limiter.admit(series("a", 3), hour * HOUR)).isEqualTo(Series.other("a"));
            limiter.admit(series("a", 0), hour * HOUR);
        }
        assertThat(limiter.admit(series("a", 3), 525 * HOUR)).isEqualTo(series("a", 3));
    }

    @Test
    void admission_afterARestart_isTheSame() {
        admitted("a", 0, 0);
        admitted("a", 1, 7);
        admitted("a", 2, 9);
        admitted("a", 3, 23);

        limiter = new CardinalityLimiter(THREE, 10, store);

        assertThat(limiter.size()).isEqualTo(3);
        assertThat(admitted("a", 1, 0)).as("it is seen again, in hour 23").isTrue();
        assertThat(admitted("a", 3, 25)).as("series 0 was seen last in hour 0").isTrue();
        assertThat(admitted("a", 4, 33)).as("series 1 was seen last in hour 23").isFalse();
        assertThat(admitted("a", 4, 34)).as("series 2 was seen last in hour 9").isTrue();
    }
}
