package dev.tidemark.query.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.counters.CounterHistory;
import dev.tidemark.query.counters.CounterHistory.Reading;
import dev.tidemark.query.lettuce.OwnLookups;
import dev.tidemark.query.redis.EvictionWatch.Loss;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A reading every 10 s; the watch is asked after each. */
class EvictionWatchTest {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

    private final CounterHistory<RedisCounters> history =
            new CounterHistory<>((earlier, later) -> later.continues(earlier));
    private final EvictionWatch watch = new EvictionWatch((from, to) -> history.between(from, to, newest()));
    private Instant now = START;
    private int refused;
    private RedisCounters counters = new RedisCounters("run", 0, 0, 0, 0, null, 0L, OwnLookups.Count.NONE);

    private Reading<RedisCounters> newest() {
        return new Reading<>(now, counters);
    }

    /** Lets time pass, with so many lookups, misses and evictions each 10 s; returns the last answer. */
    private Optional<Loss> pass(Duration time, int lookups, int misses, int evicted) {
        Optional<Loss> loss = Optional.empty();
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            now = now.plusSeconds(10);
            counters = new RedisCounters(
                    "run",
                    counters.commands() + lookups,
                    counters.hits() + lookups - misses,
                    counters.misses() + misses,
                    counters.evicted() + evicted,
                    null,
                    counters.refused() == null ? null : (Long) (counters.refused() + refused),
                    OwnLookups.Count.NONE);
            history.add(newest());
            loss = watch.loss(now);
        }
        return loss;
    }

    @Test
    void evictionsThatCostHits_areNoticedInAMinute_andLastUntilTheyEnd() {
        assertThat(pass(Duration.ofMinutes(30), 100, 38, 0)).isEmpty();
        Loss loss = pass(Duration.ofSeconds(40), 100, 70, 800).orElseThrow();
        assertThat(loss.usual().hitRate()).isBetween(61.0, 63.0);
        assertThat(loss.usual().evictedPerMinute()).isZero();
        assertThat(loss.recent().evictedPerMinute()).isBetween(2_500.0, 4_900.0);
        assertThat(RedisLoadSymptoms.text(loss, 64.0, null))
                .startsWith("Redis evicts ")
                .contains(" keys a minute instead of 0, and finds ", "does not fit in 64.0 MB. Next: ");
        assertThat(Duration.between(loss.since(), START.plus(Duration.ofMinutes(30)))
                        .abs())
                .isLessThanOrEqualTo(Duration.ofMinutes(1));

        assertThat(pass(Duration.ofHours(3), 100, 70, 800).orElseThrow().since())
                .as("three hours of it are not usual")
                .isEqualTo(loss.since());
        assertThat(pass(Duration.ofMinutes(2), 100, 38, 0)).isEmpty();
    }

    @Test
    void refusedCommands_areNoticed_inHalfAMinute_andLastUntilTheyEnd() {
        assertThat(pass(Duration.ofMinutes(30), 100, 38, 0)).isEmpty();
        refused = 1;
        assertThat(pass(Duration.ofMinutes(5), 100, 38, 0)).as("six a minute").isEmpty();
        refused = 20;
        Loss loss = pass(Duration.ofSeconds(30), 100, 90, 0).orElseThrow();
        assertThat(RedisLoadSymptoms.text(loss, 64.0, null))
                .startsWith("Redis refuses ")
                .contains(" commands a minute, because its memory is full and nothing is left to evict, and finds ")
                .contains("does not fit in 64.0 MB. Next: ");
        assertThat(pass(Duration.ofHours(3), 100, 90, 0)).isPresent();
        refused = 0;
        assertThat(pass(Duration.ofSeconds(30), 100, 90, 0)).isEmpty();
    }

    @Test
    void refusedCommands_thatAreUsual_areNoReason() {
        refused = 20;
        assertThat(pass(Duration.ofMinutes(30), 100, 38, 0)).isEmpty();
        refused = 60;
        assertThat(pass(Duration.ofMinutes(3), 100, 38, 0))
                .as("three times as many")
                .isEmpty();
    }

    @Test
    void refusals_ofARedisThatDoesNotCountThem_areUnknown() {
        counters = new RedisCounters("run", 0, 0, 0, 0, null, null, OwnLookups.Count.NONE);
        refused = 1000;
        assertThat(pass(Duration.ofMinutes(30), 100, 38, 0)).isEmpty();
    }

    @Test
    void cacheThatIsAlwaysFull_orLosesWhatNobodyAsksFor_isNoReason() {
        assertThat(pass(Duration.ofMinutes(30), 100, 60, 500)).isEmpty();
        assertThat(pass(Duration.ofMinutes(3), 100, 75, 800))
                .as("not five times as many")
                .isEmpty();
    }

    @Test
    void evictionsWithoutMisses_andMissesWithoutEvictions_areNoReason() {
        assertThat(pass(Duration.ofMinutes(30), 100, 38, 0)).isEmpty();
        assertThat(pass(Duration.ofMinutes(3), 100, 38, 800)).isEmpty();
        assertThat(pass(Duration.ofMinutes(30), 100, 38, 0)).isEmpty();
        assertThat(pass(Duration.ofMinutes(3), 100, 90, 0)).isEmpty();
    }

    @Test
    void firstMinutes_ofTheServiceAreUnknown() {
        assertThat(pass(Duration.ofMinutes(2), 100, 90, 800)).isEmpty();
    }
}
