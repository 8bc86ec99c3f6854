package dev.tidemark.processor.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.metrics.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class RisesTest {
    private static final String LOGS = "tidemark.logs.v1";

    private final Rises rises = new Rises(2);

    @Test
    void allThatAFilterMayTell_isThereFromTheFirstMomentOn() {
        assertThat(rises.readings()).hasSize(3 + 3 + 3 * 6).allMatch(reading -> reading.value() == 0);
        assertThat(rises.readings())
                .as("published as samples they would be counted once more")
                .allMatch(reading -> reading.sample().isEmpty());
    }

    @Test
    void seriesBeyondTheCapacity_areForgotten_theLeastUsedFirst() {
        rises.begin(List.of(row(1, 100), row(2, 100)));
        rises.add(List.of(row(1, 101), row(3, 5)));
        assertThat(sum()).isEqualTo(1 + 5);

        rises.add(List.of(row(1, 103)));
        assertThat(sum()).as("remembered").isEqualTo(1 + 5 + 2);
        rises.add(List.of(row(2, 100)));
        assertThat(sum()).as("forgotten").isEqualTo(1 + 5 + 2 + 100);
    }

    private double sum() {
        return rises.readings().stream().mapToDouble(Reading::value).sum();
    }

    private static FilterSql.Row row(int series, double value) {
        return new FilterSql.Row(series, FilterCounter.DROPPED, LOGS, "closed", value);
    }
}
