package dev.tidemark.query.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageSpanTest {
    @Test
    void of_aPeriod_isThatPeriod() {
        PageSpan span = PageSpan.of("15m", null, null);

        assertThat(span.range()).isEqualTo(RangeQuery.period("15m"));
        assertThat(span.words()).isEqualTo("last 15m");
        assertThat(PageSpan.of(null, null, null).words()).isEqualTo("last 1h");
        assertThatThrownBy(() -> PageSpan.of("2h", null, null)).isInstanceOf(BadRangeException.class);
    }

    @Test
    void of_aCustomSpan_saysTheDayOnce_andIgnoresThePeriod() {
        PageSpan span = PageSpan.of("15m", "2026-11-21T09:00:00Z", "2026-11-21T11:30:00+01:00");

        assertThat(span.range()).isEqualTo(new RangeQuery(null, "2026-11-21T09:00:00Z", "2026-11-21T11:30:00+01:00"));
        assertThat(span.words()).isEqualTo("2026-11-21 09:00:00 to 10:30:00 UTC");
    }

    @Test
    void of_aSpanOverMidnightOrUntilNow_saysAllDays() {
        assertThat(PageSpan.of(null, "2026-11-21T23:00:00Z", "2026-11-22T01:00:00Z")
                        .words())
                .isEqualTo("2026-11-21 23:00:00 to 2026-11-22 01:00:00 UTC");
        assertThat(PageSpan.of(null, "2026-11-21T23:00:00Z", null).words()).isEqualTo("since 2026-11-21 23:00:00 UTC");
    }

    @Test
    void of_timesThatCannotBeRead_isLeftToTheRange() {
        PageSpan span = PageSpan.of(null, "yesterday&x=1", "now");

        assertThat(span.words()).isEqualTo("yesterday&x=1 to now UTC");
    }
}
