package dev.tidemark.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidemark.wire.RandomEvents;
import dev.tidemark.wire.codec.BatchCodec.Batch;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestBatchTest {
    private static final BatchCodec<RequestEvent> CODEC = Codecs.REQUEST_BATCH;
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    /** The events of the golden batch; never edited, like its bytes. */
    private static final List<RequestEvent> GOLDEN = List.of(
            event(
                    1795254034123456L,
                    "shop",
                    "shop-1",
                    "GET",
                    "/orders/{id}",
                    200,
                    1_500,
                    TRACE,
                    SPAN,
                    null,
                    null,
                    null),
            event(1795254034123400L, "shop", "shop-1", "GET", "/orders/{id}", 200, 0, null, null, null, 512L, 0L),
            event(
                    1795254034200000L,
                    "shop",
                    null,
                    "POST",
                    "/été/店",
                    503,
                    RequestEvent.MAX_DURATION_MICROS,
                    TRACE.toUpperCase(Locale.ROOT),
                    "",
                    "java.net.SocketTimeoutException",
                    Long.MAX_VALUE,
                    null),
            event(
                    -1,
                    "(other)",
                    "i",
                    "GET",
                    RequestEvent.UNMATCHED,
                    100,
                    7,
                    "0".repeat(32),
                    "0".repeat(16),
                    "",
                    null,
                    1L));

    /** The events of the golden batch with streams. */
    private static final List<RequestEvent> GOLDEN_STREAMS = List.of(
            GOLDEN.get(0),
            GOLDEN.get(2),
            stream(GOLDEN.get(0)),
            GOLDEN.get(0),
            stream(GOLDEN.get(3)),
            GOLDEN.get(3),
            stream(GOLDEN.get(0)));

    private static final RequestParts MOST = new RequestParts(
            RequestEvent.MAX_DURATION_MICROS,
            RequestParts.MAX_CALLS,
            RequestEvent.MAX_DURATION_MICROS,
            RequestEvent.MAX_DURATION_MICROS,
            RequestParts.MAX_CALLS,
            RequestEvent.MAX_DURATION_MICROS,
            RequestParts.MAX_CALLS);

    private final Random random = new Random(11);
    private final RandomEvents events = new RandomEvents(12);

    @Test
    @Tag("java17")
    void golden_bytes_areReadAndWritten() throws IOException, MalformedEventException {
        byte[] golden = golden("request-batch-v1.bin");

        assertThat(decoded(golden)).isEqualTo(GOLDEN);
        assertThat(encoded(GOLDEN)).isEqualTo(golden);
    }

    @Test
    @Tag("java17")
    void golden_bytesWithParents_areReadAndWritten() throws IOException, MalformedEventException {
        byte[] golden = golden("request-batch-v1-parents.bin");
        List<RequestEvent> expected = List.of(
                withParent(GOLDEN.get(0), "b7ad6b7169203331"),
                GOLDEN.get(1),
                withParent(GOLDEN.get(3), "0af7651916cd43dd"));

        assertThat(decoded(golden)).isEqualTo(expected);
        assertThat(encoded(expected)).isEqualTo(golden);
    }

    @Test
    void encode_requestsWithoutParents_needNoByteForThem() {
        assertThat(encoded(GOLDEN))
                .isEqualTo(encoded(GOLDEN.stream()
                        .map(event -> withParent(event, "no span id"))
                        .toList()));
    }

    @Test
    void decode_aLastStringThatNothingKnows_countsAllEvents() throws MalformedEventException {
        // An older reader sees a newer writer's parents in the same way.
        String parents = BatchParents.NAME;
        byte[] renamed = encoded(List.of(withParent(GOLDEN.get(0), "b7ad6b7169203331"), GOLDEN.get(1)));
        int at = new String(renamed, StandardCharsets.ISO_8859_1).indexOf(parents);
        renamed[at + 1] = 'x';

        assertThat(decoded(renamed)).containsExactly(GOLDEN.get(0), GOLDEN.get(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 17, 40})
    void decode_parentsThatAreCutOff_countsAllEvents(int cut) throws MalformedEventException {
        List<RequestEvent> written =
                List.of(withParent(GOLDEN.get(0), "b7ad6b7169203331"), withParent(GOLDEN.get(1), "b7ad6b7169203331"));
        byte[] whole = encoded(written);
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(BatchParents.NAME);
        int length = BatchParents.NAME.length() + 2 * RequestBatch.SPAN_DIGITS;
        assertThat(whole[at - 1]).isEqualTo((byte) length);
        byte[] shorter =
                concat(Arrays.copyOf(whole, at + length - cut), Arrays.copyOfRange(whole, at + length, whole.length));
        shorter[at - 1] = (byte) (length - cut);

        assertThat(decoded(shorter))
                .extracting(event -> withParent(event, null))
                .containsExactly(GOLDEN.get(0), GOLDEN.get(1));
    }

    @Test
    @Tag("java17")
    void golden_bytesWithParts_areReadAndWritten() throws IOException, MalformedEventException {
        List<RequestEvent> expected = List.of(
                withParts(withParent(GOLDEN.get(0), "b7ad6b7169203331"), new RequestParts(1_000, 2, 31, 32, 1, 400, 3)),
                withParts(GOLDEN.get(1), RequestParts.NONE),
                GOLDEN.get(3),
                withParts(GOLDEN.get(2), MOST));
        byte[] golden = golden("request-batch-v1-parts.bin");

        assertThat(decoded(golden)).isEqualTo(expected);
        assertThat(encoded(expected)).isEqualTo(golden);
    }

    /** Earlier readers take the column of parts for a string that is never used. */
    @Test
    void decode_aColumnThatNothingKnows_countsAllEvents() throws MalformedEventException {
        byte[] renamed = encoded(List.of(
                withParts(withParent(GOLDEN.get(0), "b7ad6b7169203331"), MOST), withParts(GOLDEN.get(1), MOST)));
        int at = new String(renamed, StandardCharsets.ISO_8859_1).indexOf(BatchParts.NAME);
        renamed[at + 1] = 'x';

        assertThat(decoded(renamed)).containsExactly(withParent(GOLDEN.get(0), "b7ad6b7169203331"), GOLDEN.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "! ", "!@ ", "\u007F", "1", "!_________________ "})
    void decode_partsInAnotherForm_areAbsentOrRejected(String column) {
        byte[] whole = encoded(List.of(withParts(GOLDEN.get(1), RequestParts.NONE)));
        int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf(BatchParts.NAME);
        int begin = at + BatchParts.NAME.length();
        byte[] changed = concat(
                concat(Arrays.copyOf(whole, begin), column.getBytes(StandardCharsets.ISO_8859_1)),
                Arrays.copyOfRange(whole, begin + 1, whole.length));
        changed[at - 1] = (byte) (BatchParts.NAME.length() + column.length());

        if (column.isEmpty()) {
            assertThat(readOrRejected(changed)).containsExactly(GOLDEN.get(1));
        } else {
            assertMalformed(changed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001parents:b7ad6b7169203331", "\u0001parts:!  "})
    void encode_namesThatLookLikeColumns_areNames(String name) throws MalformedEventException {
        List<RequestEvent> named = List.of(
                event(0, name, name, name, name, 200, 1, null, null, name, null, null),
                event(0, "s", null, "GET", "/", 200, 1, null, null, null, null, null));

        assertThat(decoded(encoded(named))).isEqualTo(named);
        assertThat(decoded(encoded(List.of(named.get(1), named.get(0))))).containsExactly(named.get(1), named.get(0));
    }

    @Test
    void golden_bytesWithStreams_areReadAndWritten() throws IOException, MalformedEventException {
        byte[] golden = golden("request-batch-v1-streams.bin");

        assertThat(decoded(golden)).isEqualTo(GOLDEN_STREAMS);
        assertThat(encoded(GOLDEN_STREAMS)).isEqualTo(golden);
    }

    /** As strings they are equal once they are encoded, which must not mark the second one. */
    @Test
    void encode_labelsThatDifferInALoneSurrogate_areNoStreams() throws MalformedEventException {
        List<RequestEvent> read = decoded(encoded(List.of(
                event(0, "s", null, "GET", "/\uD83D", 200, 1, null, null, null, null, null),
                event(0, "s", null, "GET", "/\uFFFD", 200, 1, null, null, null, null, null))));

        assertThat(read).extracting(RequestEvent::stream).containsExactly(false, false);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = RequestBatchTest.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static RequestEvent stream(RequestEvent event) {
        return copy(event, event.parentSpanId(), true, null);
    }

    @Test
    @Tag("java17")
    void decode_anyEvents_equalThoseFromJson() throws MalformedEventException {
        for (int round = 0; round < 500; round++) {
            List<RequestEvent> batch = Stream.generate(events::request)
                    .limit(1 + random.nextInt(40))
                    .toList();
            List<RequestEvent> byJson = new ArrayList<>();
            for (RequestEvent event : batch) {
                Codecs.REQUEST_JSON.decode(Codecs.REQUEST_JSON.encode(event), byJson::add);
            }

            assertThat(decoded(encoded(batch))).isEqualTo(byJson);
        }
    }

    @Test
    void encode_oneEvent_isABatchOfOne() throws MalformedEventException {
        RequestEvent event = GOLDEN.get(2);

        assertThat(decoded(CODEC.encode(event))).containsExactly(event);
    }

    @Test
    void encode_requestsOfOneService_addFewBytesToTheirIds() {
        List<RequestEvent> batch = IntStream.range(0, 200)
                .mapToObj(i -> event(
                        1795254034123456L + 100 * i,
                        "checkout",
                        "shop-3f2a1b",
                        "GET",
                        "/orders/{id}/items/" + i % 50,
                        200,
                        20_000 + i,
                        TRACE,
                        SPAN,
                        null,
                        null,
                        null))
                .toList();

        assertThat(encoded(batch).length / 200).isBetween(24, 45);
    }

    @Test
    void decode_cutAnywhere_isMalformedAndEmitsNothing() {
        byte[] whole = encoded(GOLDEN);
        for (int length = 0; length < whole.length; length++) {
            assertMalformed(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void decode_trailingBytes_isMalformed() {
        byte[] whole = encoded(GOLDEN);

        assertMalformed(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void decode_changedAnywhere_isMalformedOrRewritableEvents() throws MalformedEventException {
        int read = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = encoded(GOLDEN);
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            List<RequestEvent> seen = readOrRejected(bytes);
            if (seen != null) {
                read++;
                assertThat(decoded(encoded(seen))).isEqualTo(seen);
            }
        }
        assertThat(read).isBetween(1_000, 49_000);
    }

    @Test
    void decode_randomBytes_isMalformedOrEvents() {
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = RequestBatch.VERSION;
            }
            readOrRejected(bytes);
        }
    }

    static Stream<byte[]> hugeCounts() {
        byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7};
        return Stream.of(
                concat(new byte[] {1}, huge),
                concat(new byte[] {1, 1}, huge),
                concat(new byte[] {1, 0}, huge),
                concat(new byte[] {1, 0, 0}, huge));
    }

    @ParameterizedTest
    @MethodSource("hugeCounts")
    void decode_countsBeyondTheBytes_isMalformedBeforeAllocating(byte[] bytes) {
        assertMalformed(bytes);
    }

    @Test
    void decode_noEvents_isMalformed() {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> CODEC.decode(new byte[] {1, 0, 0, 0}, event -> {}))
                .withMessage("a batch of 0 events: expected 1 to 1000");
    }

    @Test
    void decode_unknownVersion_isMalformed() {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> CODEC.decode(new byte[] {2, 0, 0, 0}, event -> {}))
                .withMessage("a batch of version 2: expected 1");
    }

    @Test
    void decode_noValue_isMalformed() {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> CODEC.decode(null, event -> {}))
                .withMessage("no value: expected a batch of requests");
    }

    @ParameterizedTest
    @CsvSource({
        "99, 1, 0, 'status 99: expected a whole number from 100 to 599'",
        "600, 1, 0, 'status 600: expected a whole number from 100 to 599'",
        "200, -1, 0, 'duration_us -1: expected a whole number from 0 to 604800000000'",
        "200, 604800000001, 0, 'duration_us 604800000001: expected a whole number from 0 to 604800000000'",
        "200, 1, -1, 'request_bytes -1: expected a whole number from 0 to 9223372036854775807'",
    })
    @Tag("java17")
    void add_outOfRange_isRejectedAndLeavesTheBatchUnchanged(int status, long micros, long bytes, String message)
            throws MalformedEventException {
        Batch<RequestEvent> batch = CODEC.newBatch(10_000);
        batch.add(GOLDEN.get(0));

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        batch.add(event(0, "new", null, "NEW", "/new", status, micros, null, null, null, bytes, null)))
                .withMessage(message);
        assertThat(batch.events()).isEqualTo(1);
        assertThat(decoded(batch.toBytes())).containsExactly(GOLDEN.get(0));
    }

    @Test
    void add_beyondTheSizeLimit_returnsFalse() throws MalformedEventException {
        for (int maxBytes : new int[] {0, 100, 1_000, 20_000}) {
            Batch<RequestEvent> batch = CODEC.newBatch(maxBytes);
            List<RequestEvent> taken = new ArrayList<>();
            RequestEvent next = events.request();
            while (batch.add(next)) {
                taken.add(next);
                next = events.request();
            }

            assertThat(batch.events()).isEqualTo(taken.size()).isPositive();
            assertThat(decoded(batch.toBytes())).hasSameSizeAs(taken);
            if (taken.size() > 1) {
                assertThat(batch.toBytes()).hasSizeLessThanOrEqualTo(maxBytes);
            }
        }
    }

    @Test
    void add_beyondTheEventLimit_returnsFalse() throws MalformedEventException {
        Batch<RequestEvent> batch = CODEC.newBatch(Integer.MAX_VALUE);
        int taken = 0;
        while (batch.add(GOLDEN.get(taken % GOLDEN.size()))) {
            taken++;
        }

        assertThat(taken).isEqualTo(RequestBatch.MAX_EVENTS);
        assertThat(decoded(batch.toBytes())).hasSize(taken);
    }

    private static RequestEvent withParts(RequestEvent event, RequestParts parts) {
        return copy(event, event.parentSpanId(), event.stream(), parts);
    }

    private static RequestEvent copy(
            RequestEvent event, @Nullable String parent, boolean stream, @Nullable RequestParts parts) {
        return new RequestEvent(
                event.timestampMicros(),
                event.service(),
                event.instance(),
                event.method(),
                event.route(),
                event.status(),
                event.durationMicros(),
                event.traceId(),
                event.spanId(),
                event.errorType(),
                event.requestBytes(),
                event.responseBytes(),
                parent,
                stream,
                parts);
    }

    private static RequestEvent withParent(RequestEvent event, @Nullable String parent) {
        return copy(event, parent, event.stream(), event.parts());
    }

    private static void assertMalformed(byte[] bytes) {
        assertThat(readOrRejected(bytes)).isNull();
    }

    /** The decoded events; null if the value was rejected. A rejected value must emit no event. */
    private static @Nullable List<RequestEvent> readOrRejected(byte[] bytes) {
        List<RequestEvent> read = readOrRejected(CODEC, bytes);
        assertThat(readOrRejected(CODEC.withoutIds(), bytes))
                .isEqualTo(
                        read == null
                                ? null
                                : read.stream().map(RandomEvents::withoutIds).toList());
        return read;
    }

    private static @Nullable List<RequestEvent> readOrRejected(Codec<RequestEvent> codec, byte[] bytes) {
        List<RequestEvent> read = new ArrayList<>();
        try {
            codec.decode(bytes, read::add);
            return read;
        } catch (MalformedEventException e) {
            assertThat(e.getMessage()).contains("expected").hasSizeLessThan(300);
            assertThat(read).isEmpty();
            return null;
        }
    }

    private static List<RequestEvent> decoded(byte[] bytes) throws MalformedEventException {
        List<RequestEvent> read = new ArrayList<>();
        CODEC.decode(bytes, read::add);
        return read;
    }

    private static byte[] encoded(List<RequestEvent> events) {
        Batch<RequestEvent> batch = CODEC.newBatch(Integer.MAX_VALUE);
        for (RequestEvent event : events) {
            assertThat(batch.add(event)).isTrue();
        }
        return batch.toBytes();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static RequestEvent event(
            long ts,
            String service,
            @Nullable String instance,
            String method,
            String route,
            int status,
            long micros,
            @Nullable String trace,
            @Nullable String span,
            @Nullable String error,
            @Nullable Long requestBytes,
            @Nullable Long responseBytes) {
        return new RequestEvent(
                ts, service, instance, method, route, status, micros, trace, span, error, requestBytes, responseBytes);
    }
}
