package dev.tidemark.processor.sink.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdsTest {
    private static final UUID ID = UUID.fromString("4bf92f35-77b3-4da6-a3ce-929d0e0e4736");

    @Test
    void trace_inAnyUsualForm_isTheId() {
        assertThat(TraceIds.trace("4bf92f3577b34da6a3ce929d0e0e4736")).isEqualTo(ID);
        assertThat(TraceIds.trace("4BF92F3577B34DA6A3CE929D0E0E4736")).isEqualTo(ID);
        assertThat(TraceIds.trace("4bf92f35-77b3-4da6-a3ce-929d0e0e4736")).isEqualTo(ID);
        assertThat(TraceIds.trace("a3ce929d0e0e4736")).isEqualTo(new UUID(0, ID.getLeastSignificantBits()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "abc",
                "4bf92f3577b34da6a3ce929d0e0e473g",
                "-bf92f3577b34da6a3ce929d0e0e4736",
                "+bf92f3577b34da6a3ce929d0e0e4736",
                "4bf92f35x77b3-4da6-a3ce-929d0e0e4736",
                "4bf92f35-77b3-4da6-a3ce-929d0e0e473-",
                "00000000000000000000000000000000",
                "٤bf92f3577b34da6a3ce929d0e0e4736"
            })
    void trace_ofAnythingElse_isNull(@Nullable String text) {
        assertThat(TraceIds.trace(text)).isNull();
    }

    @Test
    void span_isTheNumberWithTheSameBits() {
        assertThat(TraceIds.span("00f067aa0ba902b7")).isEqualTo(0x00f067aa0ba902b7L);
        assertThat(TraceIds.span("ffffffffffffffff")).isEqualTo(-1);
        assertThat(TraceIds.span("0000000000000000")).isNull();
        assertThat(TraceIds.span("f067")).isNull();
        assertThat(TraceIds.span(null)).isNull();
    }
}
