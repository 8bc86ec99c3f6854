package dev.tidemark.processor.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.delivery.Counters;
import dev.tidemark.ingest.delivery.DropReason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The processor does not depend on the filter, but must use the same words. The test is in this module, so that the processor's need not
 * wait for the filter's.
 */
class FilterCounterTest {
    @Test
    void reasons_matchTheFilter() {
        assertThat(FilterCounter.REASONS)
                .containsExactlyElementsOf(
                        Stream.of(DropReason.values()).map(DropReason::word).toList());
    }

    @Test
    void samples_matchTheFilter() {
        assertThat(FilterCounter.of(Counters.RECORDED)).isEqualTo(FilterCounter.RECORDED);
        assertThat(FilterCounter.of(Counters.SENT)).isEqualTo(FilterCounter.SENT);
        assertThat(FilterCounter.of(Counters.DROPPED)).isEqualTo(FilterCounter.DROPPED);
        assertThatThrownBy(() -> FilterCounter.of("heap_used_mb"))
                .hasMessage("sample heap_used_mb: expected the name of a filter's counter");
    }
}
