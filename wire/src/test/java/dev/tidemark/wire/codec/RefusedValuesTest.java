package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidemark.wire.Refused;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("java17")
final class RefusedValuesTest {

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Refused#all")
    void decode_badField_namesFieldValueAndExpectedForm(Refused refused) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> refused.codec().decode(refused.json().getBytes(UTF_8), event -> {
                    throw new AssertionError("emitted: " + event);
                }))
                .withMessage(refused.message())
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Refused#accepted")
    void decode_validCounterpart_isAccepted(Refused good) {
        assertThatCode(() -> good.codec().decode(good.json().getBytes(UTF_8), event -> {}))
                .doesNotThrowAnyException();
    }
}
