package dev.tidemark.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    private static final Meter READ = Meter.counter("records_read_total", "Records that were read.");
    private static final Meter OPEN = Meter.gauge("windows_open", "Windows in memory.", "tier");

    @Test
    void samples_ofTheSameName_areSummed_andWhatIsNoSampleIsNotAmongThem() {
        assertThat(Reading.samples(
                        List.of(OPEN.sampled("open", 3, "10s"), OPEN.sampled("open", 4, "1m"), READ.reading(5))))
                .isEqualTo(Map.of("open", 7L));
    }

    @Test
    void parts_areReadOneAfterTheOther_eachTime() {
        int[] asked = {0};
        Readings all =
                Readings.of(List.of(() -> List.of(READ.reading(++asked[0])), () -> List.of(OPEN.reading(3, "10s"))));

        assertThat(all.readings()).containsExactly(READ.reading(1), OPEN.reading(3, "10s"));
        assertThat(all.readings()).containsExactly(READ.reading(2), OPEN.reading(3, "10s"));
    }

    @Test
    void labels_thatAreNotTheMeters_areRefused() {
        assertThatThrownBy(() -> OPEN.reading(1)).hasMessage("labels [] of windows_open: expected values of [tier]");
        assertThatThrownBy(() -> READ.sampled("read", 1, "10s"))
                .hasMessage("labels [10s] of records_read_total: expected values of []");
    }

    @Test
    void name_saysWhetherItCounts() {
        assertThatThrownBy(() -> Meter.gauge("x_total", ""))
                .hasMessage("meter x_total: expected _total at the end of a counter only");
        assertThatThrownBy(() -> Meter.counter("x", ""))
                .hasMessage("meter x: expected _total at the end of a counter only");
    }
}
