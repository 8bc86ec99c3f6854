package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import dev.tidemark.wire.Golden;
import dev.tidemark.wire.Goldens;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.SampleEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for the fields of every topic. */
@Tag("java17")
final class FieldRulesTest {
    private static final String REQUEST =
            "{\"ts\":\"2026-11-21T09:40:34Z\",\"service\":\"shop\",\"method\":\"GET\",\"route\":\"/\",\"status\":200,\"duration_us\":1500";

    @ParameterizedTest
    @MethodSource
    <E> void decode_unknownFields_areIgnored(Golden<E> golden) throws MalformedEventException {
        String body = new String(golden.bytes(), UTF_8).strip();
        String unknown = """
                "later":1,"ts2":null,"nested":{"ts":"x","status":1e999,"deep":[{"service":[[null]]}]},"list":[{},[],"}"],""";

        String before = "{" + unknown + body.substring(1);
        String after = body.substring(0, body.length() - 1) + "," + unknown.substring(0, unknown.length() - 1) + "}";

        assertThat(decode(golden.codec(), before)).containsExactly(golden.event());
        assertThat(decode(golden.codec(), after)).containsExactly(golden.event());
    }

    /** A log line keeps unknown fields ({@link LogJsonTest}). */
    static Stream<Golden<?>> decode_unknownFields_areIgnored() {
        return Goldens.all().filter(golden -> !golden.schema().equals("log"));
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Goldens#all")
    <E> void decode_whitespace_isIgnored(Golden<E> golden) throws MalformedEventException {
        String spread = "\r\n\t " + new String(golden.bytes(), UTF_8).replaceFirst("\\{", "{\n  ") + "\n\n";

        assertThat(decode(golden.codec(), spread)).containsExactly(golden.event());
    }

    @Test
    void decode_null_isAbsent() throws MalformedEventException {
        String nulls =
                ",\"instance\":null,\"trace_id\":null,\"span_id\":null,\"error_type\":null,\"request_bytes\":null,"
                        + "\"response_bytes\":null}";

        assertThat(decode(Codecs.REQUEST_JSON, REQUEST + nulls)).isEqualTo(decode(Codecs.REQUEST_JSON, REQUEST + "}"));
    }

    /** Before it had a meaning, producers may have used the name for something of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"false", "null", "1", "\"true\"", "\"stdout\"", "{\"a\":[true]}", "[true]"})
    void decode_streamThatIsNotTrue_isNoStream(String other) throws MalformedEventException {
        assertThat(decode(Codecs.REQUEST_JSON, REQUEST + ",\"stream\":" + other + "}"))
                .isEqualTo(decode(Codecs.REQUEST_JSON, REQUEST + "}"));
        assertThat(decode(Codecs.REQUEST_JSON, REQUEST + ",\"stream\":" + other + ",\"stream\":true}"))
                .extracting(RequestEvent::stream)
                .containsExactly(true);
    }

    @Test
    void decode_duplicateField_lastValueWins() throws MalformedEventException {
        List<RequestEvent> events =
                decode(Codecs.REQUEST_JSON, REQUEST + ",\"status\":500,\"instance\":\"a\",\"instance\":null}");

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.status()).isEqualTo(500);
            assertThat(event.instance()).isNull();
        });
    }

    @Test
    void decode_lastOfTwoIsBad_isMalformed() {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> decode(Codecs.REQUEST_JSON, REQUEST + ",\"status\":99}"));
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> decode(Codecs.REQUEST_JSON, REQUEST + ",\"service\":null}"))
                .withMessage("no service: expected in every event of this topic");
    }

    @Test
    void decode_metadataOfOtherPlainValues_keepsThemAsWritten() throws MalformedEventException {
        String sample =
                "{\"ts\":\"2026-11-21T09:40:34Z\",\"service\":\"s\",\"metric_type\":\"api\",\"metric_name\":\"m\",\"value\":1,"
                        + "\"metadata\":{\"a\":1.50,\"b\":true,\"c\":null,\"d\":\"\",\"\":\"e\",\"a\":\"again\"}}";

        SampleEvent event = decode(Codecs.SAMPLE_JSON, sample).get(0);

        assertThat(event.metadata())
                .containsExactly(
                        Map.entry("a", "again"), Map.entry("b", "true"), Map.entry("d", ""), Map.entry("", "e"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-0.0", "1e-400", "1.7976931348623157e308", "-4.9e-324", "123456789012345678901234567890"})
    void decode_anyFiniteNumber_isTheSampleValue(String number) throws MalformedEventException {
        String sample =
                "{\"ts\":\"2026-11-21T09:40:34Z\",\"service\":\"s\",\"metric_type\":\"api\",\"metric_name\":\"m\",\"value\":"
                        + number + "}";

        assertThat(decode(Codecs.SAMPLE_JSON, sample).get(0).value()).isEqualTo(Double.parseDouble(number));
    }

    @Test
    void decode_invalidJsonNumber_isMalformed() {
        for (String number : new String[] {"+1", ".5", "01", "0x10", "1.", "nan", "NaNs"}) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> decode(Codecs.SAMPLE_JSON, "{\"value\":" + number + "}"))
                    .withMessageContaining("expected a JSON object; ");
        }
    }

    /** Fields that accept any plain value take NaN as text. */
    @Test
    void decode_bareNaNAmongMetadata_isText() throws MalformedEventException {
        String json =
                "{\"ts\":\"2026-11-21T09:40:34Z\",\"service\":\"shop\",\"metric_type\":\"api\",\"metric_name\":\"m\","
                        + "\"value\":1,\"metadata\":{\"a\":NaN,\"b\":1.50},\"unknown\":-Infinity}";
        List<SampleEvent> events = new ArrayList<>();

        Codecs.SAMPLE_JSON.decode(json.getBytes(UTF_8), events::add);

        assertThat(events)
                .singleElement()
                .satisfies(
                        event -> assertThat(event.metadata()).containsExactly(entry("a", "NaN"), entry("b", "1.50")));
    }

    @Test
    void decode_bareNaN_isReportedWithItsField() {
        for (String number : new String[] {"NaN", "Infinity", "-Infinity"}) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> decode(Codecs.SAMPLE_JSON, "{\"value\":" + number + "}"))
                    .withMessage("value " + number + ": expected a finite number");
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> decode(Codecs.REQUEST_JSON, "{\"duration_us\":" + number + "}"))
                    .withMessageStartingWith("duration_us " + number + ": expected a whole number");
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> decode(Codecs.REQUEST_JSON, "{\"route\":" + number + "}"))
                    .withMessage("route " + number + ": expected a string");
        }
    }

    @Test
    void decode_visitorThrows_exceptionPropagates() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Codecs.REQUEST_JSON.decode((REQUEST + "}").getBytes(UTF_8), event -> {
                    throw new IllegalStateException("full");
                }))
                .withMessage("full");
    }

    @Test
    void contentType_ofJson_isItsMediaType() {
        Goldens.all().forEach(golden -> assertThat(golden.codec().contentType()).isEqualTo("application/json"));
        assertThat(Codec.CONTENT_TYPE_HEADER).isEqualTo("content-type");
    }

    private static <E> List<E> decode(Codec<E> codec, String json) throws MalformedEventException {
        List<E> events = new ArrayList<>();
        codec.decode(json.getBytes(UTF_8), events::add);
        return events;
    }
}
