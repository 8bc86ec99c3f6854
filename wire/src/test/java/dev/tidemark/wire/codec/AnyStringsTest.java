package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.RandomEvents;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.event.Series;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events may hold any strings; characters that PostgreSQL cannot store arrive as U+FFFD. */
final class AnyStringsTest {
    private static final int ROUNDS = 2_000;

    private static final Pattern ESCAPES = Pattern.compile("\\x1B(?:\\[[ -?]*[@-~]?"
            + "|[]P^_X](?:[^\\x07\\x1B]*(?:\\x07|\\x1B\\\\))?|[78=>cDEHM]|[()][\\x00-\\x7F]?)?|\\x9B[ -?]*[@-~]?");

    private final RandomEvents random = new RandomEvents(17);

    @Test
    void request_anyStrings_arriveAsStorable() throws Exception {
        roundTrips(Codecs.REQUEST_JSON, random::request, AnyStringsTest::storable);
    }

    @Test
    @Tag("java17")
    void log_anyStrings_arriveAsStorable() throws Exception {
        roundTrips(Codecs.LOG_JSON, () -> withoutBlanks(random.log()), AnyStringsTest::storable);
    }

    @Test
    void sample_anyStrings_arriveAsStorable() throws Exception {
        roundTrips(Codecs.SAMPLE_JSON, random::sample, AnyStringsTest::storable);
    }

    @Test
    void call_anyStrings_arriveAsStorable() throws Exception {
        roundTrips(Codecs.CALL_JSON, random::call, AnyStringsTest::storable);
    }

    @Test
    void rollup_anyStrings_arriveAsStorable() throws Exception {
        roundTrips(Codecs.ROLLUP_JSON, random::rollup, AnyStringsTest::storable);
    }

    @Test
    void rollupKey_anyStrings_arriveAsStorable() throws Exception {
        roundTrips(Codecs.ROLLUP_KEY_JSON, random::rollupKey, AnyStringsTest::storable);
    }

    @Test
    @Tag("java17")
    void decode_escapedNulAndLoneSurrogates_becomeReplacementCharacters() throws MalformedEventException {
        String json = """
                {"ts":"2026-11-21T09:40:34Z","message":"a\\u0000b\\ud83dc\\ude00\\ud83d\\ude00",\
                "fields":{"k\\u0000":"\\udc00"}}""";

        LogEvent event = only(Codecs.LOG_JSON, json.getBytes(UTF_8));

        assertThat(event.message()).isEqualTo("a\uFFFDb\uFFFDc\uFFFD\uD83D\uDE00");
        assertThat(event.fields()).containsExactly(Map.entry("k\uFFFD", "\uFFFD"));
    }

    @Test
    @Tag("java17")
    void decode_rawBytesOfALoneSurrogate_becomeReplacementCharacters() throws MalformedEventException {
        byte[] json = "{\"ts\":\"2026-11-21T09:40:34Z\",\"message\":\"a???b\"}".getBytes(UTF_8);
        int at = new String(json, UTF_8).indexOf('?');
        json[at] = (byte) 0xED;
        json[at + 1] = (byte) 0xA0;
        json[at + 2] = (byte) 0x80;

        assertThat(only(Codecs.LOG_JSON, json).message()).isEqualTo("a\uFFFDb");
    }

    private static <E> void roundTrips(Codec<E> codec, Supplier<E> events, UnaryOperator<E> storable)
            throws MalformedEventException, CharacterCodingException {
        for (int round = 0; round < ROUNDS; round++) {
            E event = events.get();
            byte[] bytes = codec.encode(event);
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();

            assertThat(text).doesNotContain("\\u0000", "\0");
            assertThat(only(codec, bytes)).isEqualTo(storable.apply(event));
        }
    }

    private static <E> E only(Codec<E> codec, byte[] bytes) throws MalformedEventException {
        List<E> events = new ArrayList<>();
        codec.decode(bytes, events::add);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static RequestEvent storable(RequestEvent e) {
        return new RequestEvent(
                e.timestampMicros(),
                storable(e.service()),
                storableOrNull(e.instance()),
                storable(e.method()),
                storable(e.route()),
                e.status(),
                e.durationMicros(),
                storableOrNull(e.traceId()),
                storableOrNull(e.spanId()),
                storableOrNull(e.errorType()),
                e.requestBytes(),
                e.responseBytes(),
                e.parentSpanId(),
                e.stream(),
                e.parts());
    }

    /** Blank texts count as absent. */
    private static LogEvent withoutBlanks(LogEvent e) {
        return new LogEvent(
                e.timestampMicros(),
                plain(e.service()).isBlank() ? "x" : e.service(),
                e.instance(),
                e.level(),
                e.logger(),
                e.thread(),
                plain(e.message()).isBlank() ? "x" : e.message(),
                e.traceId(),
                e.spanId(),
                e.errorType(),
                e.stackTrace() == null || plain(e.stackTrace()).isBlank() ? null : e.stackTrace(),
                e.fields());
    }

    private static LogEvent storable(LogEvent e) {
        return new LogEvent(
                e.timestampMicros(),
                plain(e.service()),
                plainOrNull(e.instance()),
                e.level(),
                plainOrNull(e.logger()),
                plainOrNull(e.thread()),
                plain(e.message()),
                e.traceId(),
                e.spanId(),
                plainOrNull(e.errorType()),
                plainOrNull(e.stackTrace()),
                storable(e.fields(), AnyStringsTest::plain));
    }

    private static @Nullable String plainOrNull(@Nullable String text) {
        return text == null ? null : plain(text);
    }

    /** Log lines lose their escape sequences, too. */
    private static String plain(String text) {
        return ESCAPES.matcher(storable(text)).replaceAll("");
    }

    private static SampleEvent storable(SampleEvent e) {
        return new SampleEvent(
                e.timestampMicros(),
                storable(e.service()),
                storableOrNull(e.instance()),
                e.metricType(),
                storable(e.metricName()),
                e.value(),
                storable(e.metadata(), AnyStringsTest::storable));
    }

    private static CallSummary storable(CallSummary e) {
        return new CallSummary(
                e.timestampMicros(),
                storable(e.service()),
                storableOrNull(e.instance()),
                storableOrNull(e.method()),
                storableOrNull(e.route()),
                e.kind(),
                storable(e.target()),
                storable(e.operation()),
                e.count(),
                e.errors(),
                e.sumMicros(),
                e.maxMicros(),
                e.rows(),
                e.hits(),
                e.misses(),
                e.sketch());
    }

    private static Rollup storable(Rollup r) {
        return new Rollup(
                storable(r.key()),
                r.count(),
                r.errors(),
                r.streams(),
                r.statusClasses(),
                storable(r.errorsByType(), UnaryOperator.identity()),
                r.sumMicros(),
                r.minMicros(),
                r.maxMicros(),
                r.requestBytes(),
                r.responseBytes(),
                r.sketch(),
                r.parts());
    }

    private static RollupKey storable(RollupKey key) {
        Series series = key.series();
        return new RollupKey(
                new Series(storable(series.service()), storable(series.method()), storable(series.route())),
                key.tier(),
                key.windowStartMicros());
    }

    private static <V> Map<String, V> storable(Map<String, V> map, UnaryOperator<V> values) {
        Map<String, V> storable = new LinkedHashMap<>();
        map.forEach((key, value) -> storable.put(storable(key), values.apply(value)));
        return storable;
    }

    private static @Nullable String storableOrNull(@Nullable String text) {
        return text == null ? null : storable(text);
    }

    private static String storable(String text) {
        return text.codePoints()
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
