package dev.tidemark.query.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.diagnosis.RecordedTimes.RecordedTime;
import dev.tidemark.query.diagnosis.SideQueries.Span;
import dev.tidemark.wire.event.Tier;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpansTest {
    private static final Span HOUR = span("08:00:00", "09:00:00");

    @Test
    void without_isTheLongestPartBetweenTimes_inWholeMinutes() {
        assertThat(Spans.without(HOUR, List.of())).isEqualTo(HOUR);
        assertThat(Spans.without(HOUR, List.of(time("08:20:30", "08:24:10")))).isEqualTo(span("08:25:00", "09:00:00"));
        assertThat(Spans.without(HOUR, List.of(time("08:40:30", "08:44:10"), time("07:10:00", "08:05:00"))))
                .as("in any order")
                .isEqualTo(span("08:06:00", "08:40:00"));
        assertThat(Spans.without(HOUR, List.of(time("08:10:00", "08:50:00"), time("08:12:00", "08:20:00"))))
                .as("one within another")
                .isEqualTo(span("08:00:00", "08:10:00"));
        assertThat(Spans.without(HOUR, List.of(time("08:30:00", null)))).isEqualTo(span("08:00:00", "08:30:00"));
    }

    @Test
    void without_whatIsTooShort_isTheWholeSpan() {
        assertThat(Spans.without(HOUR, List.of(time("07:00:00", null)))).isEqualTo(HOUR);
        assertThat(Spans.without(HOUR, List.of(time("08:04:59", "08:55:01")))).isEqualTo(HOUR);
    }

    private static RecordedTime time(String onset, @Nullable String end) {
        return new RecordedTime("shop GET /", at(onset), end == null ? null : at(end), true);
    }

    private static Span span(String from, String to) {
        return new Span(Tier.ONE_MINUTE, at(from), at(to));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-21T" + time + "Z");
    }
}
