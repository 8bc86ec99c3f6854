package dev.tidemark.query.diagnosis.detect;

import static dev.tidemark.query.diagnosis.detect.Simulation.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.query.diagnosis.detect.Detector.Finding;
import dev.tidemark.query.diagnosis.detect.Deviation.Kind;
import dev.tidemark.wire.sketch.LatencySketch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorTest {
    private static final Duration HISTORY = Duration.ofHours(6);
    private static final Instant FROM = NOW.minus(Duration.ofMinutes(15));
    /** What is wrong begins here. */
    private static final Instant ONSET = NOW.minus(Duration.ofMinutes(3));

    private static final Instant EVER = NOW.plus(Duration.ofDays(1));

    private static Finding judge(Simulation traffic, Instant until) {
        History history = traffic.history(FROM, HISTORY);
        return Detector.judge(traffic.windows(FROM, until), history, until, List.of());
    }

    private static Deviation only(Finding finding) {
        assertThat(finding.deviations()).hasSize(1);
        return finding.deviations().getFirst();
    }

    @ParameterizedTest
    @CsvSource({"20, 10, 0.8, 10", "5, 20, 1.0, 20", "30, 3, 0.5, 30", "2, 40, 0.6, 5", "30, 200, 0.4, 3.5"})
    void endpoint_thatIsSlowerFor30Seconds_isFoundWithItsOnset(
            double perSecond, double median, double sigma, double factor) {
        for (int seed = 0; seed < 6; seed++) {
            Deviation found = only(judge(
                    new Simulation(seed, perSecond, median, sigma).slow(ONSET, EVER, factor), ONSET.plusSeconds(30)));
            assertThat(found.kind()).isEqualTo(Kind.SLOW);
            assertThat(found.end()).isNull();
            assertThat(found.isOnsetExact()).isTrue();
            assertThat(found.onset()).isCloseTo(ONSET, within(10, ChronoUnit.SECONDS));
        }
    }

    /** Nothing was there before the span, which begins with the first request. */
    @ParameterizedTest
    @CsvSource({"20, 10, 0.8, 10", "5, 20, 1.0, 20", "2, 40, 0.6, 5"})
    void newEndpoint_isJudgedAfterItsFirstMinutes(double perSecond, double median, double sigma, double factor) {
        for (int seed = 0; seed < 6; seed++) {
            Simulation traffic = new Simulation(seed, perSecond, median, sigma);
            Instant first = ONSET.minus(Duration.ofMinutes(5));

            assertThat(judgeNew(traffic, first, ONSET).deviations()).isEmpty();
            Deviation found = only(judgeNew(traffic.slow(ONSET, EVER, factor), first, ONSET.plusSeconds(40)));
            assertThat(found.onset()).isCloseTo(ONSET, within(10, ChronoUnit.SECONDS));
        }
    }

    /** The first minutes were those of a machine that is busy with starting. */
    @ParameterizedTest
    @CsvSource({"3.3, 1.2, 0.9, 48", "5, 1.2, 0.9, 30", "10, 1.2, 0.9, 35"})
    void newEndpoint_thatTakesManyTimesAsLong_isFoundIn20Seconds(
            double perSecond, double median, double sigma, double factor) {
        for (int seed = 0; seed < 6; seed++) {
            Instant first = ONSET.minus(Duration.ofMinutes(5));
            Simulation traffic = new Simulation(seed, perSecond, median, sigma)
                    .slow(first, first.plusSeconds(60), 4)
                    .slow(first.plusSeconds(70), first.plusSeconds(80), 8)
                    .slow(first.plusSeconds(170), first.plusSeconds(190), 3)
                    .slow(ONSET, EVER, factor);

            assertThat(judgeNew(traffic, first, ONSET).deviations()).isEmpty();
            Deviation found = only(judgeNew(traffic, first, ONSET.plusSeconds(20)));
            assertThat(found.onset()).isCloseTo(ONSET, within(10, ChronoUnit.SECONDS));
        }
    }

    private static Finding judgeNew(Simulation traffic, Instant first, Instant until) {
        List<Window> windows = traffic.windows(first, until);
        return Detector.judge(windows, History.NONE.learning(windows), until, List.of());
    }

    /** Six endpoints, a day each, judged hour by hour as if somebody had looked every 10 s. */
    @ParameterizedTest
    @CsvSource({"20, 10, 0.8", "5, 20, 1.0", "20, 3, 0.5", "1, 40, 0.6", "0.05, 30, 1.2", "0.3, 120, 1.2"})
    void quietDay_hasNoFinding(double perSecond, double median, double sigma) {
        Simulation traffic = new Simulation(7, perSecond, median, sigma).failing(Instant.MIN, Instant.MAX, 0.03, 0.001);
        Instant start = NOW.minus(Duration.ofHours(30));
        List<Window> all = traffic.windows(start, NOW);
        assertThat(quiet(all, start.plus(HISTORY))).isEmpty();
    }

    /** Each minute, with a probability of a tenth, everything takes two to five times as long for 10 to 20 s. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noiseOfABusyMachine_isNoFinding(long seed) {
        Instant start = NOW.minus(Duration.ofHours(12));
        Simulation traffic = new Simulation(seed, 8, 20, 0.9);
        Random random = new Random(seed);
        for (Instant at = start; at.isBefore(NOW); at = at.plusSeconds(60)) {
            if (random.nextInt(10) == 0) {
                Instant from = at.plusSeconds(10L * random.nextInt(6));
                traffic.slow(from, from.plusSeconds(10L + 10 * random.nextInt(2)), 2 + 3 * random.nextDouble());
            }
        }
        assertThat(quiet(traffic.windows(start, NOW), start.plus(HISTORY))).isEmpty();
    }

    /** Judges each hour from {@code first} on with the six hours before it: the endpoint itself, and as one that another waits for. */
    private static List<Deviation> quiet(List<Window> all, Instant first) {
        List<Deviation> found = new ArrayList<>();
        for (Instant hour = first; hour.isBefore(NOW); hour = hour.plus(Duration.ofHours(1))) {
            Instant end = hour.plus(Duration.ofHours(1));
            History history =
                    new History(Simulation.minutes(between(all, hour.minus(HISTORY), hour)), List.of(), List.of());
            List<Window> windows = between(all, hour, end);
            found.addAll(Detector.judge(windows, history, end, List.of()).deviations());
            Caller caller = new Caller(history.usualMillis().orElse(1), 1);
            found.addAll(Detector.judgeCalled(windows, history, end, caller));
        }
        return found;
    }

    private static List<Window> between(List<Window> windows, Instant from, Instant to) {
        return windows.stream()
                .filter(window ->
                        !window.start().isBefore(from) && window.start().isBefore(to))
                .toList();
    }

    /** Its known slowness is taken out of what is usual, but not its requests. */
    @Test
    void endpointThatIsSlowForHours_andThenSilent_isFoundSinceItWas_andMissed() {
        Instant onset = FROM.minus(Duration.ofHours(5));
        Simulation traffic = new Simulation(4, 20, 10, 0.6).slow(onset, EVER, 20);
        Instant last = NOW.minus(Duration.ofMinutes(5));
        List<Window> windows = traffic.windows(FROM, last);
        List<Window> before = traffic.minutes(onset.minus(HISTORY), onset);
        History known = traffic.history(FROM, HISTORY).withUsual(before, onset);

        assertThat(Detector.judge(windows, traffic.history(FROM, HISTORY), last, List.of())
                        .deviations())
                .as("its own baseline")
                .isEmpty();
        Deviation slow = only(Detector.judge(windows, known, last, List.of()));
        assertThat(slow.onset()).isEqualTo(onset);
        assertThat(slow.isOnsetExact()).isTrue();
        assertThat(known.of(slow)).isEqualTo(before);
        assertThat(Detector.judge(windows, known, NOW, List.of()).deviations())
                .extracting(Deviation::kind)
                .contains(Kind.SILENT);
    }

    /** Its own minutes are all that is known of it. */
    @Test
    void endpointThatIsYoungerThanTheSlownessOfItsService_isComparedWithItsOwnMinutes() {
        Simulation traffic = new Simulation(4, 20, 10, 0.6).slow(ONSET, EVER, 20);
        History young =
                traffic.history(FROM, Duration.ofHours(1)).withUsual(List.of(), FROM.minus(Duration.ofHours(5)));

        assertThat(only(Detector.judge(traffic.windows(FROM, NOW), young, NOW, List.of()))
                        .onset())
                .isEqualTo(ONSET);
    }

    @Test
    void whatIsSaidOfAService_replacesOnlyWhatIsWeakerOfItsEndpoints() {
        Deviation silent = new Deviation(Kind.SILENT, ONSET, true, null, null);
        Deviation dropped = new Deviation(Kind.DROPPED, ONSET, true, null, null);
        Deviation fewer = new Deviation(Kind.FEWER, ONSET, true, null, null);
        Deviation over = new Deviation(Kind.SILENT, FROM, true, FROM.plusSeconds(60), null);
        assertThat(silent.covers(dropped)).isTrue();
        assertThat(dropped.covers(fewer)).isTrue();
        assertThat(fewer.covers(silent)).isFalse();
        assertThat(fewer.covers(dropped)).isFalse();
        assertThat(over.covers(silent)).isFalse();
    }

    @Test
    void slowness_thatEnds_hasAnEnd_andFlapsDoNotSplitIt() {
        Simulation traffic = new Simulation(3, 20, 20, 0.6);
        Instant onset = FROM.plus(Duration.ofMinutes(5));
        for (int i = 0; i < 4; i++) {
            traffic.slow(onset.plusSeconds(40L * i), onset.plusSeconds(40L * i + 20), 20);
        }
        Deviation found = only(judge(traffic, NOW));
        assertThat(found.onset()).isCloseTo(onset, within(10, ChronoUnit.SECONDS));
        assertThat(found.end()).isEqualTo(onset.plusSeconds(140));
    }

    @Test
    void rareEndpoint_thatTakes150TimesAsLong_isFoundByNineRequests() {
        for (int seed = 0; seed < 6; seed++) {
            Simulation traffic = new Simulation(seed, 9 / 120.0, 20, 0.6).slow(ONSET, EVER, 150);
            History history = traffic.history(FROM, HISTORY);
            List<Window> windows = traffic.windows(FROM, NOW.plusSeconds(600));
            int last = 0;
            for (int slow = 0; slow < 9; last++) {
                Window window = windows.get(last);
                slow += window.start().isBefore(ONSET) ? 0 : window.requests();
            }
            Instant until = windows.get(last - 1).end();
            assertThat(Detector.judge(windows.subList(0, last), history, until, List.of())
                            .deviations())
                    .singleElement()
                    .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.SLOW));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.2, 2, 20})
    void singleSlowRequest_isNoFinding(double perSecond) {
        for (int seed = 0; seed < 6; seed++) {
            Simulation traffic = new Simulation(seed, perSecond, 20, 0.6);
            History history = traffic.history(FROM, HISTORY);
            List<Window> windows = new ArrayList<>(traffic.windows(FROM, NOW));
            Window hit = windows.get(windows.size() / 2);
            Simulation slow = new Simulation(seed, 0, 20, 0.6);
            assertThat(slow.windows(FROM, NOW)).isEmpty();
            windows.set(windows.size() / 2, withSlowRequest(hit, 30_000_000));
            assertThat(Detector.judge(windows, history, NOW, List.of()).deviations())
                    .isEmpty();
        }
    }

    private static Window withSlowRequest(Window window, long micros) {
        LatencySketch sketch = LatencySketch.fromBytes(Objects.requireNonNull(window.sketch()));
        sketch.add(micros);
        return new Window(
                window.start(),
                window.width(),
                window.requests() + 1,
                window.latencies() + 1,
                0,
                0,
                window.sumMicros() + micros,
                micros,
                sketch.toBytes());
    }

    @Test
    void fewRequestsThatMeetALock_areFoundByTheTail() {
        for (int seed = 0; seed < 6; seed++) {
            Simulation traffic = new Simulation(seed, 20, 100, 0.3).slow(ONSET, EVER, 8, 0.09);
            Deviation found = only(judge(traffic, ONSET.plusSeconds(60)));
            assertThat(found.kind()).isEqualTo(Kind.SLOW);
            assertThat(found.onset()).isCloseTo(ONSET, within(20, ChronoUnit.SECONDS));
        }
    }

    @Test
    void route_thatFailsNineOfNine_isFound() {
        for (int seed = 0; seed < 6; seed++) {
            Simulation traffic = new Simulation(seed, 9 / 60.0, 20, 0.6).failing(ONSET, EVER, 0, 1);
            Deviation found = only(judge(traffic, ONSET.plusSeconds(120)));
            assertThat(found.kind()).isEqualTo(Kind.FAILING);
            assertThat(found.onset()).isBetween(ONSET, ONSET.plusSeconds(40));
        }
    }

    @Test
    void errors_withoutHistory_areFound() {
        Simulation traffic = new Simulation(1, 2, 20, 0.6).failing(ONSET, EVER, 0, 0.3);
        Finding found = Detector.judge(traffic.windows(FROM, NOW), History.NONE, NOW, List.of());
        assertThat(found.isJudged()).isFalse();
        assertThat(only(found).kind()).isEqualTo(Kind.FAILING);
    }

    @Test
    void twoPercentOfErrors_areFoundWhereThereAreMany_andUsualOnesAreNot() {
        Simulation traffic = new Simulation(1, 100, 20, 0.6).failing(ONSET, EVER, 0, 0.02);
        assertThat(only(judge(traffic, ONSET.plusSeconds(30))).kind()).isEqualTo(Kind.FAILING);
        Simulation usual = new Simulation(1, 100, 20, 0.6).failing(Instant.MIN, Instant.MAX, 0, 0.02);
        assertThat(judge(usual, NOW).deviations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 10})
    void everyRequestA404_isFound_unlessItIsUsual(double perSecond) {
        Simulation traffic = new Simulation(1, perSecond, 20, 0.6).failing(ONSET, EVER, 1, 0);
        assertThat(only(judge(traffic, NOW)).kind()).isEqualTo(Kind.REFUSED);
        Simulation usual = new Simulation(1, perSecond, 20, 0.6).failing(Instant.MIN, Instant.MAX, 1, 0);
        assertThat(judge(usual, NOW).deviations()).isEmpty();
    }

    @Test
    void silenceOf45Seconds_isFoundWhereThereIsUsuallyTraffic() {
        Simulation busy = new Simulation(1, 1, 20, 0.6).traffic(ONSET, EVER, 0);
        Deviation found = only(judge(busy, ONSET.plusSeconds(50)));
        assertThat(found.kind()).isEqualTo(Kind.SILENT);
        assertThat(found.onset()).isCloseTo(ONSET, within(10, ChronoUnit.SECONDS));
        assertThat(judge(busy, ONSET.plusSeconds(30)).deviations()).isEmpty();

        Simulation rare = new Simulation(1, 0.05, 20, 0.6).traffic(ONSET, EVER, 0);
        assertThat(judge(rare, NOW).deviations()).isEmpty();
    }

    @Test
    void night_thatComesSlowly_isNoSilence() {
        Simulation traffic = new Simulation(1, 2, 20, 0.6);
        for (int i = 0; i < 50; i++) {
            Instant minute = NOW.minus(Duration.ofMinutes(53 - i));
            traffic.traffic(minute, minute.plusSeconds(60), Math.exp(-i / 8.0));
        }
        traffic.traffic(ONSET, EVER, 0);
        assertThat(judge(traffic, NOW).deviations()).isEmpty();
    }

    @Test
    void silence_atTheSameTimeOfYesterday_isUsual() {
        Simulation traffic = new Simulation(1, 2, 20, 0.6).traffic(ONSET, EVER, 0);
        Instant yesterday = NOW.minus(Duration.ofDays(1));
        traffic.traffic(ONSET.minus(Duration.ofDays(1)), yesterday.plusSeconds(600), 0);
        History history = new History(
                traffic.minutes(FROM.minus(HISTORY), FROM),
                traffic.minutes(yesterday.minusSeconds(1800), yesterday.plusSeconds(1800)),
                List.of());
        assertThat(Detector.judge(traffic.windows(FROM, NOW), history, NOW, List.of())
                        .deviations())
                .isEmpty();
    }

    @Test
    void endpoint_thatIsSlowForSoLongThatItIsItsOwnBaseline_isComparedWithYesterday() {
        Simulation traffic = new Simulation(1, 5, 20, 0.6).slow(NOW.minus(Duration.ofHours(9)), EVER, 20);
        Instant yesterday = NOW.minus(Duration.ofDays(1));
        History history = new History(
                traffic.minutes(FROM.minus(HISTORY), FROM),
                traffic.minutes(yesterday.minusSeconds(1800), yesterday.plusSeconds(1800)),
                List.of());
        Deviation found = only(Detector.judge(traffic.windows(FROM, NOW), history, NOW, List.of()));
        assertThat(found.kind()).isEqualTo(Kind.SLOW);
        assertThat(found.isOnsetExact()).isFalse();
        Baseline baseline = Objects.requireNonNull(found.baseline());
        assertThat(baseline.source()).isEqualTo(Baseline.Source.YESTERDAY);
    }

    @Test
    void nightlyBatch_atItsUsualTime_isNoFinding_butElsewhereItIs() {
        Simulation traffic = new Simulation(1, 5, 20, 0.6);
        for (int day : List.of(0, 1, 7)) {
            Instant start = FROM.plusSeconds(120).minus(Duration.ofDays(day));
            traffic.slow(start, start.plusSeconds(1200), 15);
        }
        Instant yesterday = NOW.minus(Duration.ofDays(1));
        Instant lastWeek = NOW.minus(Duration.ofDays(7));
        List<Window> recent = traffic.minutes(FROM.minus(HISTORY), FROM);
        List<Window> week = traffic.minutes(lastWeek.minusSeconds(1800), lastWeek.plusSeconds(1800));
        History usual =
                new History(recent, traffic.minutes(yesterday.minusSeconds(1800), yesterday.plusSeconds(1800)), week);
        assertThat(Detector.judge(traffic.windows(FROM, NOW), usual, NOW, List.of())
                        .deviations())
                .isEmpty();

        Instant earlier = yesterday.minus(Duration.ofHours(3));
        History other =
                new History(recent, traffic.minutes(earlier.minusSeconds(1800), earlier.plusSeconds(1800)), List.of());
        assertThat(Detector.judge(traffic.windows(FROM, NOW), other, NOW, List.of())
                        .deviations())
                .hasSize(1);
    }

    @Test
    void coldStart_isUnknown() {
        Simulation traffic = new Simulation(1, 5, 20, 0.6).slow(FROM, FROM.plusSeconds(120), 30);
        Finding finding = Detector.judge(traffic.windows(FROM, NOW), History.NONE, NOW, List.of(FROM));
        assertThat(finding.isJudged()).isFalse();
        assertThat(finding.deviations()).isEmpty();
    }

    @Test
    void deploy_isNoFinding_unlessTheNewVersionStaysSlow() {
        Instant started = ONSET.minusSeconds(10);
        Simulation warm = new Simulation(1, 5, 20, 0.6).slow(ONSET, ONSET.plusSeconds(80), 15);
        History history = warm.history(FROM, HISTORY);
        assertThat(Detector.judge(warm.windows(FROM, NOW), history, NOW, List.of(started))
                        .deviations())
                .isEmpty();
        assertThat(Detector.judge(
                                warm.windows(FROM, ONSET.plusSeconds(60)),
                                history,
                                ONSET.plusSeconds(60),
                                List.of(started))
                        .deviations())
                .as("while it is warming up")
                .isEmpty();

        Simulation bad = new Simulation(1, 5, 20, 0.6).slow(ONSET, EVER, 15);
        assertThat(Detector.judge(bad.windows(FROM, NOW), history, NOW, List.of(started))
                        .deviations())
                .hasSize(1);
    }

    @Test
    void swingOfTraffic_withoutSlowness_isNoFinding() {
        Simulation traffic =
                new Simulation(1, 5, 20, 0.6).traffic(ONSET, EVER, 6).traffic(FROM, FROM.plusSeconds(300), 0.5);
        assertThat(judge(traffic, NOW).deviations()).isEmpty();
        Simulation lull =
                new Simulation(1, 5, 20, 0.6).traffic(ONSET, EVER, 6).traffic(FROM, FROM.plusSeconds(300), 0.25);
        assertThat(judge(lull, NOW).deviations())
                .as("a note, which is no finding")
                .allSatisfy(found -> assertThat(found.kind()).isEqualTo(Kind.FEWER));
    }

    private static List<Deviation> judgeCalled(Simulation traffic, Instant until, Caller caller) {
        return Detector.judgeCalled(traffic.windows(FROM, until), traffic.history(FROM, HISTORY), until, caller);
    }

    @Test
    void calledEndpoint_thatTakesTwiceAsLong_isFound_ifItsCallerTakesATwentiethLonger() {
        for (int seed = 0; seed < 6; seed++) {
            Simulation traffic = new Simulation(seed, 5, 10, 0.4).slow(ONSET, EVER, 2);
            assertThat(judge(traffic, NOW).deviations()).as("nobody feels it").isEmpty();
            assertThat(judgeCalled(traffic, NOW, new Caller(100, 1)))
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.kind()).isEqualTo(Kind.SLOW);
                        assertThat(found.onset()).isCloseTo(ONSET, within(10, ChronoUnit.SECONDS));
                    });
            assertThat(judgeCalled(traffic, NOW, new Caller(400, 1))).isEmpty();
            assertThat(judgeCalled(traffic, NOW, new Caller(400, 4))).hasSize(1);
        }
    }

    @Test
    void calledEndpoint_thatIsAsSlowEachDay_isNoFinding() {
        Simulation slow = new Simulation(2, 5, 20, 0.4);
        Simulation usual = new Simulation(1, 5, 10, 0.4);
        List<Window> recent = usual.minutes(FROM.minus(HISTORY), FROM);
        List<Window> yesterday = slow.minutes(NOW.minus(Duration.ofHours(1)), NOW);
        Caller caller = new Caller(100, 1);
        List<Window> windows = slow.windows(FROM, NOW);
        assertThat(Detector.judgeCalled(windows, new History(recent, yesterday, List.of()), NOW, caller))
                .isEmpty();
        assertThat(Detector.judgeCalled(windows, new History(recent, List.of(), List.of()), NOW, caller))
                .hasSize(1);
    }

    @Test
    void calledEndpoint_thatNeverFailed_isFoundByFewErrors() {
        Simulation traffic = new Simulation(3, 1, 20, 0.6);
        List<Window> windows = new ArrayList<>(traffic.windows(FROM, NOW));
        History history = traffic.history(FROM, HISTORY);
        Caller caller = new Caller(20, 1);
        assertThat(Detector.judgeCalled(windows, history, NOW, caller)).isEmpty();
        for (int i = windows.size() - 12; i < windows.size(); i += 3) {
            Window window = windows.get(i);
            windows.set(i, withErrors(window, 1));
        }
        assertThat(Detector.judge(windows, history, NOW, List.of()).deviations())
                .as("nobody feels 4 errors of 120")
                .isEmpty();
        assertThat(Detector.judgeCalled(windows, history, NOW, caller))
                .singleElement()
                .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.FAILING));
    }

    private static Window withErrors(Window window, long errors) {
        return new Window(
                window.start(),
                window.width(),
                window.requests(),
                window.latencies(),
                window.clientErrors(),
                errors,
                window.sumMicros(),
                window.maxMicros(),
                window.sketch());
    }

    /** An outage of ten minutes is a tenth of the errors of a day, and still not usual. */
    @Test
    void outageBefore_doesNotHideThatFewerRequestsFail() {
        Instant outage = NOW.minus(Duration.ofHours(3));
        Simulation traffic = new Simulation(1, 20, 20, 0.6)
                .failing(outage, outage.plus(Duration.ofMinutes(10)), 0, 1)
                .failing(ONSET, EVER, 0, 0.04);
        assertThat(only(judge(traffic, NOW)).kind()).isEqualTo(Kind.FAILING);
        Simulation usual = new Simulation(1, 20, 20, 0.6).failing(Instant.MIN, EVER, 0, 0.04);
        assertThat(judge(usual, NOW).deviations()).isEmpty();
    }
}
