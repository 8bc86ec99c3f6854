package dev.tidemark.query.diagnosis.detect;

import static dev.tidemark.query.diagnosis.detect.Simulation.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.diagnosis.detect.Deviation.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ServiceWindowsTest {
    private static final Instant FROM = NOW.minus(Duration.ofMinutes(15));
    private static final Instant ONSET = NOW.minus(Duration.ofMinutes(4));
    private static final int ENDPOINTS = 40;

    /** Many endpoints with a request every two minutes; every eighth is a heavy report. */
    private static List<Deviation> judge(BiConsumer<Integer, Simulation> change) {
        Map<Integer, Double> usual = new HashMap<>();
        Map<Integer, List<Window>> recent = new HashMap<>();
        Map<Integer, List<Window>> windows = new HashMap<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            Simulation traffic = new Simulation(i, 1 / 120.0, i % 8 == 0 ? 800 : 20, 0.5);
            change.accept(i, traffic);
            History history = traffic.history(FROM, Duration.ofHours(6));
            int id = i;
            history.usualMillis().ifPresent(millis -> usual.put(id, millis));
            recent.put(i, history.recent());
            windows.put(i, traffic.windows(FROM, NOW));
        }
        assertThat(usual).hasSizeGreaterThan(ENDPOINTS / 2);
        ServiceWindows sums = new ServiceWindows(usual, recent);
        return Detector.judge(sums.sum(windows), new History(sums.sum(recent), List.of(), List.of()), NOW, List.of())
                .deviations();
    }

    @Test
    void rareEndpoints_thatAreAllSlower_areFoundTogether() {
        assertThat(judge((i, traffic) -> traffic.slow(ONSET, NOW, 8)))
                .singleElement()
                .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.SLOW));
    }

    @Test
    void mix_withMoreHeavyReports_isNotSlower() {
        assertThat(judge((i, traffic) -> traffic.traffic(ONSET, NOW, i % 8 == 0 ? 20 : 1)))
                .isEmpty();
    }

    @Test
    void rareEndpoints_thatFail_areFoundTogether() {
        assertThat(judge((i, traffic) -> traffic.failing(ONSET, NOW, 0, 0.3)))
                .singleElement()
                .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.FAILING));
    }

    @Test
    void usualTraffic_isNoFinding() {
        assertThat(judge((i, traffic) -> {})).isEmpty();
    }
}
