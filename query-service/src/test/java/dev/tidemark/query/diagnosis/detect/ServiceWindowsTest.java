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
        Map<Integer, History> histories = new HashMap<>();
        Map<Integer, List<Window>> windows = new HashMap<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            Simulation traffic = new Simulation(i, 1 / 120.0, i % 8 == 0 ? 800 : 20, 0.5);
            change.accept(i, traffic);
            histories.put(i, traffic.history(FROM, Duration.ofHours(6)));
            windows.put(i, traffic.windows(FROM, NOW));
        }
        assertThat(histories.values())
                .filteredOn(history -> history.usualMillis().isPresent())
                .hasSizeGreaterThan(ENDPOINTS / 2);
        ServiceWindows sums = new ServiceWindows(histories);
        return Detector.judge(sums.sum(windows), sums.history(), NOW, List.of()).deviations();
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
