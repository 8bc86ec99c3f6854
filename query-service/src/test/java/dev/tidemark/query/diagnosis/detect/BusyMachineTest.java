package dev.tidemark.query.diagnosis.detect;

import static dev.tidemark.query.diagnosis.detect.Simulation.NOW;
import static dev.tidemark.query.diagnosis.detect.Simulation.between;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.diagnosis.detect.Deviation.Kind;
import dev.tidemark.wire.sketch.LatencySketch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests on a busy machine: one minute in 20 takes 1.5 to 3 times as long, a collection pauses now and then, and one request in 5,000 takes 2 s longer.
 * The page is looked at again and again, each time with the history of that moment.
 */
class BusyMachineTest {
    private static final Duration SPAN = Duration.ofMinutes(15);
    private static final Duration LOOKS = Duration.ofMinutes(2);

    private static List<Window> windows(
            long seed, double perSecond, double median, boolean bursts, Instant from, @Nullable Instant onset) {
        Random random = new Random(seed);
        List<Window> windows = new ArrayList<>();
        double burst = 1;
        for (Instant at = from; at.isBefore(NOW); at = at.plusSeconds(10)) {
            if (at.getEpochSecond() % 60 == 0) {
                burst = bursts && random.nextInt(20) == 0 ? 1.5 + 1.5 * random.nextDouble() : 1;
            }
            double pause = random.nextInt(12) == 0 ? 800 * random.nextDouble() * random.nextDouble() : 0;
            double expected = 10 * perSecond;
            int requests = (int) Math.max(0, Math.round(expected + Math.sqrt(expected) * random.nextGaussian()));
            LatencySketch sketch = new LatencySketch();
            double sum = 0;
            long max = 0;
            for (int i = 0; i < requests; i++) {
                double millis = median * Math.exp(0.7 * random.nextGaussian()) * burst;
                millis += random.nextDouble() * 10_000 < pause ? pause * random.nextDouble() : 0;
                millis += random.nextInt(5_000) == 0 ? 2_000 : 0;
                millis = onset == null || at.isBefore(onset) ? millis : 3 * millis + 50;
                long micros = Math.max(1, Math.round(1_000 * millis));
                sketch.add(micros);
                sum += micros;
                max = Math.max(max, micros);
            }
            if (requests > 0) {
                windows.add(
                        new Window(at, Duration.ofSeconds(10), requests, requests, 0, 0, sum, max, sketch.toBytes()));
            }
        }
        return windows;
    }

    /** The onsets that somebody who looks every other minute would see in {@code hours}, with a history of so many minutes. */
    private static Set<Instant> seen(List<Window> all, int hours, int history) {
        List<Window> minutes = Simulation.minutes(all);
        Set<Instant> seen = new TreeSet<>();
        History known = History.NONE;
        for (Instant at = NOW.minus(Duration.ofHours(hours)); at.isBefore(NOW); at = at.plus(LOOKS)) {
            Instant from = at.minus(SPAN);
            if (at.getEpochSecond() % 600 == 0) {
                known = new History(
                        between(minutes, from.minus(Duration.ofMinutes(history)), from), List.of(), List.of());
            }
            Detector.judge(between(all, from, at), known, at, List.of()).deviations().stream()
                    .map(Deviation::onset)
                    .filter(onset -> seen.stream()
                            .allMatch(other ->
                                    Duration.between(other, onset).abs().compareTo(Duration.ofMinutes(3)) > 0))
                    .forEach(seen::add);
        }
        return seen;
    }

    /** Four hours of each. */
    @ParameterizedTest
    @CsvSource({"0.3, 30, 360", "2, 20, 360", "10, 20, 360", "10, 20, 30", "4, 200, 360", "40, 8, 360"})
    void quietHalfHours_haveNoFinding(double perSecond, double median, int history) {
        List<Window> all = windows(3, perSecond, median, true, NOW.minus(Duration.ofHours(11)), null);
        assertThat(seen(all, 4, history)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 20, false, 40",
        "2, 20, false, 30",
        "10, 20, false, 30",
        "10, 200, false, 30",
        "50, 5, false, 30",
        "2, 20, true, 60",
        "10, 20, true, 60",
        "50, 5, true, 60"
    })
    void threeTimesAnd50Millis_areFoundSoon(double perSecond, double median, boolean bursts, int seconds) {
        Instant onset = NOW.minus(Duration.ofMinutes(3));
        Instant from = NOW.minus(SPAN);
        for (int seed = 0; seed < 5; seed++) {
            List<Window> all = windows(seed, perSecond, median, bursts, NOW.minus(Duration.ofHours(6)), onset);
            History history =
                    new History(Simulation.minutes(between(all, all.getFirst().start(), from)), List.of(), List.of());
            Instant until = onset.plusSeconds(seconds);
            assertThat(Detector.judge(between(all, from, until), history, until, List.of())
                            .deviations())
                    .as("seed " + seed)
                    .anySatisfy(found -> {
                        assertThat(found.kind()).isEqualTo(Kind.SLOW);
                        assertThat(found.onset())
                                .isBetween(onset.minusSeconds(bursts ? 60 : 20), onset.plusSeconds(20));
                    });
        }
    }
}
