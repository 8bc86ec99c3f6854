package dev.tidemark.query.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.card.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThresholdTest {
    private static final Path PAGE = Path.of("../docs/postgres.md");

    @Test
    void thresholds_areThoseOfThePage_inItsOrder() throws IOException {
        List<List<String>> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> List.of(line.split(" \\| ")))
                .map(cells -> List.of(cells.get(0).replaceAll("[| `]", ""), cells.get(2), cells.get(3)))
                .toList();

        assertThat(rows)
                .isEqualTo(Arrays.stream(Threshold.values())
                        .map(one -> List.of(one.id(), text(one.watch()), text(one.degraded())))
                        .toList());
    }

    @Test
    void state_changesAtTheThreshold() {
        assertThat(Threshold.CONNECTIONS.state(79.9)).isEqualTo(State.OK);
        assertThat(Threshold.CONNECTIONS.state(80)).isEqualTo(State.WATCH);
        assertThat(Threshold.CONNECTIONS.state(90)).isEqualTo(State.DEGRADED);
    }

    @Test
    void state_ofARatio_isBadIfItIsSmall() {
        assertThat(Threshold.CACHE_HIT_RATIO.state(95)).isEqualTo(State.OK);
        assertThat(Threshold.CACHE_HIT_RATIO.state(94.9)).isEqualTo(State.WATCH);
        assertThat(Threshold.CACHE_HIT_RATIO.state(89.9)).isEqualTo(State.DEGRADED);
    }

    private static String text(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.0f", value);
    }
}
