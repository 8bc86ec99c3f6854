package dev.tidemark.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidemark.wire.RandomEvents;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
final class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00.000000Z",
        "1, 1970-01-01T00:00:00.000001Z",
        "-1, 1969-12-31T23:59:59.999999Z",
        "-1000000, 1969-12-31T23:59:59.000000Z",
        "-1000001, 1969-12-31T23:59:58.999999Z",
        "1795254034123456, 2026-11-21T09:40:34.123456Z",
        "951782400000000, 2000-02-29T00:00:00.000000Z",
        "-62135596800000000, 0001-01-01T00:00:00.000000Z",
        "253402300799999999, 9999-12-31T23:59:59.999999Z",
    })
    void format_micros_isReadBack(long micros, String text) throws MalformedEventException {
        assertThat(Timestamps.format(micros)).isEqualTo(text);
        assertThat(Timestamps.parse("ts", text)).isEqualTo(micros);
    }

    @Test
    void format_anyMicrosOfTheYears1To9999_isReadBackAsTheInstant() throws MalformedEventException {
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            long micros = random.nextLong(RandomEvents.FIRST_MICROS, RandomEvents.LAST_MICROS + 1);
            String text = Timestamps.format(micros);

            assertThat(text).hasSize(27);
            assertThat(Timestamps.parse("ts", text)).isEqualTo(micros);
            assertThat(Timestamps.toMicros(Instant.parse(text))).isEqualTo(micros);
            assertThat(Timestamps.toMicros(Timestamps.toInstant(micros))).isEqualTo(micros);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T09:40:34Z, 1795254034000000",
        "2026-11-21t09:40:34z, 1795254034000000",
        "2026-11-21T09:40:34.5Z, 1795254034500000",
        "2026-11-21T09:40:34.123456789Z, 1795254034123456",
        "1969-12-31T23:59:59.999999999Z, -1",
        "2026-11-21T10:40:34.123456+01:00, 1795254034123456",
        "2026-11-20T21:10:34.123456-12:30, 1795254034123456",
        "2026-11-21T09:40:34.123456-00:00, 1795254034123456",
        "9999-12-31T23:59:59.9999999Z, 253402300799999999",
    })
    void parse_anyRfc3339_isTruncatedToMicros(String text, long micros) throws MalformedEventException {
        assertThat(Timestamps.parse("ts", text)).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "0",
                "2026",
                "2026-11-21",
                "2026-11-21T09:40:34",
                "2026-11-21T09:40Z",
                "2026-11-21 09:40:34Z",
                "21/11/2026 09:40:34",
                "2026-11-31T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-11-21T09:60:00Z",
                "2026-11-21T09:40:34+0100",
                "2026-11-21T09:40:34+25:00",
                "0000-12-31T23:59:59Z",
                "-0001-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-01:00",
                "0001-01-01T00:00:00+00:01",
                "2026-11-21T09:40:34.1234567891Z",
                "٢٠٢٦-11-21T09:40:34Z"
            })
    void parse_anythingElse_namesFieldValueAndForm(String text) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> Timestamps.parse("window_start", text))
                .withMessage("window_start \"" + text + "\": expected RFC 3339, such as 2026-11-21T09:40:34.123456Z");
    }

    @Test
    void toMicros_nanos_areCutOff() {
        assertThat(Timestamps.toMicros(Instant.ofEpochSecond(0, 1_999))).isEqualTo(1);
        assertThat(Timestamps.toMicros(Instant.ofEpochSecond(-1, 999_999_999))).isEqualTo(-1);
        assertThat(Timestamps.toInstant(-1)).isEqualTo(Instant.ofEpochSecond(-1, 999_999_000));
    }
}
