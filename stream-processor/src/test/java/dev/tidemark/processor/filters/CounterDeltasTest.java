package dev.tidemark.processor.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.metrics.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterDeltasTest {
    private static final String LOGS = "tidemark.logs.v1";

    private final CounterDeltas deltas = new CounterDeltas(2);

    @Test
    void allCounters_existFromTheStart() {
        assertThat(deltas.samples()).hasSize(4 + 4 + 4 * 6).allMatch(sample -> sample.value() == 0);
        assertThat(deltas.samples())
                .as("published samples would be counted again")
                .allMatch(sample -> sample.publishedAs().isEmpty());
    }

    @Test
    void seriesBeyondTheCapacity_areForgotten_leastRecentlyUsedFirst() {
        deltas.begin(List.of(row(1, 100), row(2, 100)));
        deltas.add(List.of(row(1, 101), row(3, 5)));
        assertThat(sum()).isEqualTo(1 + 5);

        deltas.add(List.of(row(1, 103)));
        assertThat(sum()).as("remembered").isEqualTo(1 + 5 + 2);
        deltas.add(List.of(row(2, 100)));
        assertThat(sum()).as("forgotten").isEqualTo(1 + 5 + 2 + 100);
    }

    private double sum() {
        return deltas.samples().stream().mapToDouble(Sample::value).sum();
    }

    private static FilterSql.Row row(int series, double value) {
        return new FilterSql.Row(series, FilterCounter.DROPPED, LOGS, "closed", value);
    }
}
