package dev.tidemark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleSourceTest {
    private static final MetricDescriptor READ =
            MetricDescriptor.counter("records_read_total", "Records that were read.");
    private static final MetricDescriptor OPEN = MetricDescriptor.gauge("windows_open", "Windows in memory.", "tier");

    @Test
    void samples_ofTheSameName_areSummed_andUnpublishedOnesOmitted() {
        assertThat(Sample.published(
                        List.of(OPEN.published("open", 3, "10s"), OPEN.published("open", 4, "1m"), READ.sample(5))))
                .isEqualTo(Map.of("open", 7L));
    }

    @Test
    void parts_areReadInOrder_eachTime() {
        int[] asked = {0};
        SampleSource all =
                SampleSource.of(List.of(() -> List.of(READ.sample(++asked[0])), () -> List.of(OPEN.sample(3, "10s"))));

        assertThat(all.samples()).containsExactly(READ.sample(1), OPEN.sample(3, "10s"));
        assertThat(all.samples()).containsExactly(READ.sample(2), OPEN.sample(3, "10s"));
    }

    @Test
    void labels_notMatchingTheMetric_areRejected() {
        assertThatThrownBy(() -> OPEN.sample(1)).hasMessage("labels [] of windows_open: expected values of [tier]");
        assertThatThrownBy(() -> READ.published("read", 1, "10s"))
                .hasMessage("labels [10s] of records_read_total: expected values of []");
    }

    @Test
    void name_endsWithTotal_exactlyForCounters() {
        assertThatThrownBy(() -> MetricDescriptor.gauge("x_total", ""))
                .hasMessage("metric x_total: expected _total at the end of a counter only");
        assertThatThrownBy(() -> MetricDescriptor.counter("x", ""))
                .hasMessage("metric x: expected _total at the end of a counter only");
    }
}
