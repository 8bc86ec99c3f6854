package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidemark.wire.Golden;
import dev.tidemark.wire.Goldens;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoding any bytes gives an event or a {@link MalformedEventException}, and nothing else. */
final class AnyBytesTest {
    static final List<Codec<?>> CODECS = List.of(
            Codecs.REQUEST_JSON,
            Codecs.LOG_JSON,
            Codecs.SAMPLE_JSON,
            Codecs.CALL_JSON,
            Codecs.ROLLUP_JSON,
            Codecs.ROLLUP_KEY_JSON);

    /** Log lines may be plain text. */
    static final List<Codec<?>> ONLY_JSON =
            CODECS.stream().filter(codec -> codec != Codecs.LOG_JSON).toList();

    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        "\\u0000",
        "null",
        "true",
        "-",
        "1e",
        "1e999",
        "-0",
        "NaN",
        "\0",
        "\n",
        "//",
        "'",
        "\"ts\":",
        "\"fields\":{",
        "\"status\":",
        "\"sketch\":\"",
        "99999999999999999999",
        "é",
        "\uFEFF"
    };

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Goldens#all")
    void decode_cutAnywhere_isMalformed(Golden<?> golden) {
        byte[] whole = new String(golden.bytes(), UTF_8).strip().getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(MalformedEventException.class)
                    .as("cut after %d bytes", length)
                    .isThrownBy(() -> golden.codec().decode(cut, event -> {}))
                    .withMessageContaining("expected");
        }
    }

    @Test
    void decode_changedGolden_isMalformedOrARewritableEvent() {
        Random random = new Random(2026);
        List<Golden<?>> goldens = Goldens.all().toList();
        int decoded = 0;
        int rounds = 20_000;
        for (int round = 0; round < rounds; round++) {
            Golden<?> golden = goldens.get(random.nextInt(goldens.size()));
            byte[] bytes = changed(golden.bytes(), random);
            decoded += tryDecode(golden.codec(), bytes) ? 1 : 0;
        }
        assertThat(decoded).as("changed values that were still events").isBetween(rounds / 50, rounds * 9 / 10);
    }

    @ParameterizedTest
    @FieldSource("ONLY_JSON")
    void decode_randomBytes_isMalformed(Codec<?> codec) {
        Random random = new Random(99);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = '{';
                bytes[bytes.length - 1] = '}';
            }
            assertThat(tryDecode(codec, bytes)).isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("CODECS")
    void decode_piecesOfJson_isMalformedOrARewritableEvent(Codec<?> codec) {
        Random random = new Random(5);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder("{");
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            if (random.nextInt(4) > 0) {
                text.append('}');
            }
            tryDecode(codec, text.toString().getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"{}\"",
                "true",
                "{",
                "{]",
                "{\"ts\"}",
                "{'ts':1}",
                "{}{}",
                "{} 1",
                "garbage"
            })
    void decode_notOneObject_isMalformedExceptForLogs(String text) {
        for (Codec<?> codec : ONLY_JSON) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> codec.decode(text.getBytes(UTF_8), event -> {}))
                    .withMessageContaining("expected");
        }
    }

    @Test
    @Tag("java17")
    void decode_logOfRandomBytes_isMalformedOrText() {
        Random random = new Random(99);
        int decoded = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[32 + random.nextInt(64)];
            random.nextBytes(bytes);
            decoded += tryDecode(Codecs.LOG_JSON, bytes) ? 1 : 0;
        }
        assertThat(decoded).isLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"ts\"}", "{\"a\":1}{}", "{\"message\":\"cut o", "{\"level\":\"ERROR\",\"a\"}"})
    void decode_logThatOnlyBeginsAsAnObject_isText(String text) throws MalformedEventException {
        List<LogEvent> events = new ArrayList<>();

        Codecs.LOG_JSON.decode(text.getBytes(UTF_8), 1_795_254_034_123L, events::add);

        assertThat(events).hasSize(1);
        assertThat(events.get(0).message()).isEqualTo(text);
        assertThat(events.get(0).level()).isEqualTo(LogLevel.UNKNOWN);
        assertThat(events.get(0).fields())
                .containsOnly(
                        Map.entry("tidemark.format", "text: begins like a JSON object, but is not valid JSON"),
                        Map.entry("tidemark.time", "received: the line has no time"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "{\"a\":\u0001\u0002\u0003\u0004"})
    void decode_logThatIsEmptyOrBinary_isMalformed(String text) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> Codecs.LOG_JSON.decode(text.getBytes(UTF_8), 1_795_254_034_123L, event -> {}))
                .withMessageContaining("expected");
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Goldens#all")
    void decode_byteOrderMark_isSkipped(Golden<?> golden) throws MalformedEventException {
        List<Object> events = new ArrayList<>();
        golden.codec().decode(("\uFEFF" + new String(golden.bytes(), UTF_8)).getBytes(UTF_8), events::add);
        golden.codec().decode(golden.bytes(), events::add);
        assertThat(events.get(0)).isEqualTo(events.get(1));
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Goldens#all")
    void decode_whitespaceAroundTheObject_isIgnored(Golden<?> golden) throws MalformedEventException {
        byte[] spaced = (" \t\r\n" + new String(golden.bytes(), UTF_8) + " \t\r\n").getBytes(UTF_8);

        List<Object> events = new ArrayList<>();
        golden.codec().decode(spaced, events::add);
        golden.codec().decode(golden.bytes(), events::add);
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isEqualTo(events.get(1));
    }

    @Test
    void decode_noise_namesTheExpectedForm() {
        for (Codec<?> codec : ONLY_JSON) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> codec.decode("noise}".getBytes(UTF_8), event -> {}))
                    .withMessage("a value of 6 bytes: expected a JSON object");
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> codec.decode("{\"ts\":\"2026".getBytes(UTF_8), event -> {}))
                    .withMessage("a value of 11 bytes that was cut off: expected a whole JSON object");
        }
    }

    @Test
    void decode_noValue_isMalformed() {
        for (Codec<?> codec : CODECS) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> codec.decode(null, event -> {}))
                    .withMessage("no value: expected a JSON object");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Goldens#all")
    void decode_secondValue_isMalformed(Golden<?> golden) {
        byte[] twice = (new String(golden.bytes(), UTF_8) + "{}").getBytes(UTF_8);
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> golden.codec().decode(twice, event -> {
                    throw new AssertionError("emitted: " + event);
                }))
                .withMessage("a second value after the event: expected one JSON object");
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Goldens#all")
    @Tag("java17")
    void decode_notUtf8_isMalformed(Golden<?> golden) {
        byte[] utf16 = new String(golden.bytes(), UTF_8).getBytes(UTF_16);
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> golden.codec().decode(utf16, event -> {}));
    }

    @Test
    void decode_deepNesting_isMalformed() {
        int depth = 100_000;
        List<String> values = List.of(
                "{\"a\":".repeat(depth) + "1" + "}".repeat(depth),
                "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}",
                "{\"fields\":{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}}",
                "{\"metadata\":" + "{\"a\":".repeat(31) + "{}" + "}".repeat(32));
        for (Codec<?> codec : CODECS) {
            for (String value : values) {
                assertThatExceptionOfType(MalformedEventException.class)
                        .isThrownBy(() -> codec.decode(value.getBytes(UTF_8), event -> {}))
                        .withMessageContaining("expected")
                        .satisfies(e -> assertThat(e.getMessage())
                                .containsAnyOf("depth (33)", "depth (501)", "metadata.a {…}", "no ts"));
            }
        }
    }

    @Test
    @Tag("java17")
    void decode_hugeNumbers_areMalformedWithoutBeingParsed() {
        for (String number :
                List.of("9".repeat(500_000), "1e" + "9".repeat(500_000), "0." + "1".repeat(500_000), "1e-999999999")) {
            for (String field : List.of("status", "value", "count", "unknown")) {
                for (Codec<?> codec : CODECS) {
                    assertThat(tryDecode(codec, ("{\"" + field + "\":" + number + "}").getBytes(UTF_8)))
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CODECS")
    @Tag("java17")
    void message_quotingAnyInput_isShortAndPrintable(Codec<?> codec) {
        String odd = "\\u0000\\n\\u001b[2J\\ud83d" + "x".repeat(100_000);
        for (String field :
                List.of("ts", "status", "metric_type", "value", "window", "window_start", "sketch", "metadata")) {
            for (String json : Stream.of("\"%s\"", "{\"%s\":[]}", "%s", "[\"%s\"")
                    .map(form -> form.formatted(odd))
                    .toList()) {
                assertThatExceptionOfType(MalformedEventException.class)
                        .isThrownBy(
                                () -> codec.decode(("{\"" + field + "\":" + json + "}").getBytes(UTF_8), event -> {}))
                        .satisfies(e -> {
                            assertThat(e.getMessage()).hasSizeLessThan(700);
                            assertThat(e.getMessage().codePoints())
                                    .noneMatch(Character::isISOControl)
                                    .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
                        });
            }
        }
    }

    private static byte[] changed(byte[] original, Random random) {
        byte[] bytes = original;
        for (int change = 1 + random.nextInt(3); change > 0; change--) {
            int at = random.nextInt(bytes.length + 1);
            int cut = random.nextInt(3) == 0 ? Math.min(bytes.length - at, random.nextInt(8)) : 0;
            byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8);
            if (random.nextBoolean()) {
                piece = new byte[] {(byte) random.nextInt(256)};
            }
            byte[] next = Arrays.copyOf(bytes, bytes.length - cut + piece.length);
            System.arraycopy(piece, 0, next, at, piece.length);
            System.arraycopy(bytes, at + cut, next, at + piece.length, bytes.length - at - cut);
            bytes = next;
        }
        return bytes;
    }

    /** Whether the bytes are an event; if so, it must survive encoding and decoding unchanged. */
    private static <E> boolean tryDecode(Codec<E> codec, byte[] bytes) {
        try {
            codec.decode(bytes, event -> assertWritable(codec, event));
            return true;
        } catch (MalformedEventException e) {
            assertThat(e.getMessage()).contains("expected").hasSizeLessThan(700);
            return false;
        }
    }

    private static <E> void assertWritable(Codec<E> codec, E event) {
        try {
            codec.decode(codec.encode(event), again -> assertThat(again).isEqualTo(event));
        } catch (MalformedEventException e) {
            throw new AssertionError("cannot be read again: " + event, e);
        }
    }
}
