package dev.tidemark.ingest.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
class TraceparentTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void parse_exampleOfTheSpecification_isRead() {
        assertThat(Traceparent.parse("00-" + TRACE + "-" + SPAN + "-01")).isEqualTo(new Traceparent(TRACE, SPAN, true));
        assertThat(Traceparent.parse("00-" + TRACE + "-" + SPAN + "-00"))
                .isEqualTo(new Traceparent(TRACE, SPAN, false));
    }

    @Test
    void parse_unknownFlags_readsOnlyTheSampledBit() {
        assertThat(Traceparent.parse("00-" + TRACE + "-" + SPAN + "-ff")).isEqualTo(new Traceparent(TRACE, SPAN, true));
        assertThat(Traceparent.parse("00-" + TRACE + "-" + SPAN + "-fe"))
                .isEqualTo(new Traceparent(TRACE, SPAN, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-%s-%s-01", "cc-%s-%s-01-what-is-to-come"})
    void parse_laterVersion_isReadAsVersion00(String header) {
        assertThat(Traceparent.parse(header.formatted(TRACE, SPAN))).isEqualTo(new Traceparent(TRACE, SPAN, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
                " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473x-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0z"
            })
    void parse_invalidHeader_isNull(String header) {
        assertThat(Traceparent.parse(header)).isNull();
    }

    @Test
    void parse_noHeader_isNull() {
        assertThat(Traceparent.parse(null)).isNull();
    }
}
