package dev.tidemark.query.diagnosis.detect;

import static dev.tidemark.query.diagnosis.detect.Simulation.NOW;
import static dev.tidemark.query.diagnosis.detect.Simulation.between;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.query.diagnosis.detect.DropRule.Drop;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of requests whose rate is known at each time, with chance and with swings of a third of each minute. */
class DropRuleTest {
    private static final Instant ONSET = NOW.minus(Duration.ofMinutes(10));
    private static final Duration HISTORY = Duration.ofHours(6);

    private static double hours(Instant at) {
        return Duration.between(NOW, at).toMillis() / 3_600_000.0;
    }

    /** Windows of 10 s with the requests of {@code rate} a second, without the empty ones. */
    private static List<Window> windows(
            long seed, double swing, Instant from, Instant to, ToDoubleFunction<Instant> rate) {
        Random random = new Random(seed);
        List<Window> windows = new ArrayList<>();
        double level = 1;
        for (Instant at = from; at.isBefore(to); at = at.plusSeconds(10)) {
            level = at.getEpochSecond() % 60 == 0 ? Math.exp(swing * random.nextGaussian()) : level;
            int requests = poisson(random, 10 * level * rate.applyAsDouble(at));
            if (requests > 0) {
                windows.add(new Window(
                        at, Duration.ofSeconds(10), requests, requests, 0, 0, 1000.0 * requests, 1000, null));
            }
        }
        return windows;
    }

    private static int poisson(Random random, double mean) {
        return mean > 50
                ? (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()))
                : knuth(random, mean);
    }

    private static int knuth(Random random, double mean) {
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    /** Judges the quarter of an hour before {@code until}. */
    private static List<Drop> drops(List<Window> all, Instant until, List<Window> yesterday) {
        return drops(all, Simulation.minutes(all), until, yesterday);
    }

    private static List<Drop> drops(List<Window> all, List<Window> minutes, Instant until, List<Window> yesterday) {
        Instant from = Instant.ofEpochSecond(until.getEpochSecond() / 60 * 60).minus(Duration.ofMinutes(15));
        History history = new History(
                between(minutes, from.minus(HISTORY), from),
                Simulation.minutes(between(
                        yesterday, until.minus(Duration.ofMinutes(1470)), until.minus(Duration.ofMinutes(1410)))),
                List.of());
        return DropRule.drops(history, between(all, from, until), until);
    }

    private static List<Drop> drops(List<Window> all, Instant until) {
        return drops(all, until, List.of());
    }

    @ParameterizedTest
    @CsvSource({"0.5, 200", "1, 120", "5, 80", "50, 80", "200, 80"})
    void nineteenOfTwentyRequestsGone_areFound_withTheOnset(double perSecond, long seconds) {
        for (int seed = 0; seed < 8; seed++) {
            List<Window> all = windows(
                    seed,
                    0.1,
                    NOW.minus(Duration.ofHours(7)),
                    NOW,
                    at -> at.isBefore(ONSET) ? perSecond : perSecond / 20);
            List<Drop> found = drops(all, ONSET.plusSeconds(seconds));
            assertThat(found).as("seed " + seed).hasSize(1);
            assertThat(found.getFirst().isGone()).isTrue();
            assertThat(found.getFirst().run().end()).isNull();
            assertThat(found.getFirst().run().onset()).isCloseTo(ONSET, within(40, ChronoUnit.SECONDS));
            assertThat(drops(all, NOW)).as("it goes on").hasSize(1);
        }
    }

    @Test
    void threeQuartersGone_areANote_andAHalfIsNothing() {
        for (int seed = 0; seed < 8; seed++) {
            List<Window> note =
                    windows(seed, 0.1, NOW.minus(Duration.ofHours(7)), NOW, at -> at.isBefore(ONSET) ? 20 : 5);
            assertThat(drops(note, NOW))
                    .singleElement()
                    .satisfies(drop -> assertThat(drop.isGone()).isFalse());
            List<Window> half =
                    windows(seed, 0.1, NOW.minus(Duration.ofHours(7)), NOW, at -> at.isBefore(ONSET) ? 20 : 10);
            assertThat(drops(half, NOW)).isEmpty();
        }
    }

    @Test
    void drop_thatIsOver_hasAnEnd_andFlapsDoNotSplitIt() {
        Instant end = ONSET.plusSeconds(240);
        List<Window> all = windows(
                1,
                0.1,
                NOW.minus(Duration.ofHours(7)),
                NOW,
                at -> at.isBefore(ONSET) || !at.isBefore(end) ? 20 : at.getEpochSecond() % 120 < 10 ? 20 : 1);
        assertThat(drops(all, NOW))
                .singleElement()
                .satisfies(drop -> assertThat(drop.run().end()).isCloseTo(end, within(10, ChronoUnit.SECONDS)));
    }

    /** A day of each kind, looked at every ninth minute. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 5, 200})
    void traffic_thatSwings_andANight_areNoDrop(double perSecond) {
        List<ToDoubleFunction<Instant>> days = List.of(
                at -> perSecond,
                // Half more, then half less, within some minutes.
                at -> perSecond * (1 + 0.5 * Math.sin(hours(at) * 2 * Math.PI * 5)),
                at -> perSecond * (at.getEpochSecond() % 1800 < 900 ? 1.5 : 0.5),
                // A day and a night with a twentieth of the traffic.
                at -> perSecond * Math.exp(-3 * (1 + Math.cos(hours(at) * 2 * Math.PI / 24)) / 2),
                // Now and then, half of the clients are away.
                at -> perSecond * (at.getEpochSecond() / 600 % 7 == 0 ? 0.5 : 1));
        for (int day = 0; day < days.size(); day++) {
            List<Window> all = windows(day, 0.3, NOW.minus(Duration.ofHours(31)), NOW, days.get(day));
            List<Window> minutes = Simulation.minutes(all);
            for (Instant look = NOW.minus(Duration.ofHours(24)); look.isBefore(NOW); look = look.plusSeconds(540)) {
                assertThat(drops(all, minutes, look, List.of()))
                        .as("day " + day + " at " + look)
                        .isEmpty();
            }
        }
    }

    @Test
    void endOfABatch_isNoDrop_ifItWasShort_orAtItsUsualTime() {
        for (int seed = 0; seed < 10; seed++) {
            ToDoubleFunction<Instant> threeHours = at -> at.isBefore(ONSET) && hours(at) > -3 ? 40 : 2;
            List<Window> all = windows(seed, 0.3, NOW.minus(Duration.ofHours(7)), NOW, threeHours);
            List<Window> yesterday = windows(
                    seed,
                    0.3,
                    NOW.minus(Duration.ofHours(25)),
                    NOW.minus(Duration.ofHours(23)),
                    at -> at.isBefore(ONSET.minus(Duration.ofHours(24)).plusSeconds(200)) ? 40 : 2);
            List<Window> noBatch =
                    windows(seed, 0.3, NOW.minus(Duration.ofHours(25)), NOW.minus(Duration.ofHours(23)), at -> 2);
            for (Instant look = ONSET; !look.isAfter(NOW); look = look.plusSeconds(60)) {
                assertThat(drops(all, look, yesterday)).isEmpty();
                assertThat(drops(all, look, noBatch)).isEmpty();
                assertThat(drops(all, look)).as("the hours before it are known").isEmpty();
            }
        }
    }

    @Test
    void lull_atTheSameTimeOfYesterday_isUsual() {
        ToDoubleFunction<Instant> daily =
                at -> (Math.floorMod(Duration.between(ONSET, at).toSeconds(), 86_400L) < 3_600) ? 1 : 20;
        List<Window> all = windows(1, 0.2, NOW.minus(Duration.ofHours(31)), NOW, daily);
        assertThat(drops(all, NOW, all)).isEmpty();
        assertThat(drops(all, NOW)).hasSize(1);
    }

    @Test
    void shortHistory_andAGapBetweenHistoryAndSpan_areUnknown() {
        List<Window> all = windows(1, 0.1, NOW.minus(Duration.ofMinutes(25)), NOW, at -> at.isBefore(ONSET) ? 20 : 1);
        assertThat(drops(all, NOW)).as("15 minutes are no history").isEmpty();
        List<Window> steady = windows(1, 0.1, NOW.minus(Duration.ofHours(7)), NOW, at -> 20);
        History old = new History(
                Simulation.minutes(between(steady, NOW.minus(HISTORY), NOW.minus(Duration.ofMinutes(12)))),
                List.of(),
                List.of());
        assertThat(DropRule.drops(old, between(steady, NOW.minus(Duration.ofMinutes(5)), NOW), NOW))
                .isEmpty();
        assertThat(DropRule.drops(old, List.of(), NOW)).isEmpty();
        assertThat(DropRule.drops(History.NONE, between(steady, ONSET, NOW), NOW))
                .isEmpty();
    }

    @Test
    void rollingRestart_isNoDrop_unlessItLasts() {
        List<Window> all = windows(
                1,
                0.1,
                NOW.minus(Duration.ofHours(7)),
                NOW,
                at -> at.isBefore(ONSET) ? 20 : at.isBefore(ONSET.plusSeconds(100)) ? 1 : 20);
        Instant from = NOW.minus(Duration.ofMinutes(15));
        History history =
                new History(Simulation.minutes(between(all, from.minus(HISTORY), from)), List.of(), List.of());
        List<Instant> starts = List.of(ONSET.plusSeconds(70));
        assertThat(Detector.judge(between(all, from, NOW), history, NOW, starts).deviations())
                .isEmpty();
        assertThat(Detector.judge(between(all, from, NOW), history, NOW, List.of())
                        .deviations())
                .singleElement()
                .satisfies(found -> assertThat(found.kind()).isEqualTo(Deviation.Kind.DROPPED));
    }
}
