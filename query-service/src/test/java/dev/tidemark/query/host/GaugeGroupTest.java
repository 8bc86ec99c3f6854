package dev.tidemark.query.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.metric.Gauge;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GaugeGroupTest {

    @Test
    void everyGauge_isInOneGroup() {
        assertThat(GaugeGroup.allNames())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Gauge.values()).map(Gauge::wireName).toList());
    }
}
