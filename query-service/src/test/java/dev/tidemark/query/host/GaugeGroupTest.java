package dev.tidemark.query.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.metric.Gauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GaugeGroupTest {

    @Test
    void everyGauge_isReturnedByAPathOfTheApi() {
        for (Gauge gauge : Gauge.values()) {
            long groups = Arrays.stream(GaugeGroup.values())
                    .filter(group -> group.has(gauge))
                    .count();
            // The processes show all of a JVM, so its memory and processor time have two paths.
            assertThat(groups).as(gauge.name()).isBetween(1L, gauge.isOfInstance() ? 2L : 1L);
            for (GaugeGroup group : GaugeGroup.values()) {
                assertThat(group.has(gauge))
                        .isEqualTo(
                                gauge.isOfInstance()
                                        ? group.ofInstances().contains(gauge)
                                        : group.ofHosts().contains(gauge));
            }
        }
    }

    @Test
    void everyGauge_isInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../docs/monitoring.md"));
        for (Gauge gauge : Gauge.values()) {
            String name = gauge.label() == null ? gauge.wireName() : gauge.wireName() + "{" + gauge.label() + "}";
            assertThat(page).contains("| `" + name + "` |");
        }
    }
}
