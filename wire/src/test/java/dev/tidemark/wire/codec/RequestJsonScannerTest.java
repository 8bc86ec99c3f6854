package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidemark.wire.RandomEvents;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast path must never contradict the parser. */
final class RequestJsonScannerTest {
    private static final RequestJson CODEC = new RequestJson(true);
    private static final RequestJson WITHOUT_IDS = new RequestJson(false);
    private static final RequestEvent PLAIN =
            new RequestEvent(1, "shop", "shop-1", "GET", "/orders/{id}", 200, 3, null, null, null, 4L, 5L);
    private static final byte[] BYTES = "\"\\{}:,0123456789.eE-+ \n\u007F\0Zz/".getBytes(UTF_8);

    private final Random random = new Random(25);

    @Test
    @Tag("java17")
    void scan_eventsAsTheFilterWritesThem_areRead() throws MalformedEventException {
        for (int i = 0; i < 20_000; i++) {
            byte[] value = CODEC.encode(plain());

            assertThat(CODEC.scan(value)).isNotNull().isEqualTo(CODEC.parse(value));
        }
    }

    @Test
    void scan_anyStrings_givesTheParsersEventOrNull() throws MalformedEventException {
        RandomEvents events = new RandomEvents(3);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] value = CODEC.encode(events.request());
            RequestEvent scanned = CODEC.scan(value);
            if (scanned != null) {
                read++;
                assertThat(scanned).isEqualTo(CODEC.parse(value));
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void scan_changedAnywhere_givesTheParsersResultOrNull() {
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            RequestEvent scanned = assertAgreesWithTheParser(changed(CODEC.encode(plain())));
            read += scanned == null ? 0 : 1;
        }
        assertThat(read).as("changed values that were still read").isGreaterThan(10_000);
    }

    @Test
    void scan_cutAnywhere_isNull() throws MalformedEventException {
        byte[] value = CODEC.encode(plain());
        for (int length = 0; length < value.length; length++) {
            assertThat(CODEC.scan(Arrays.copyOf(value, length))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T09:40:34.123456Z",
                "2024-02-29T09:40:34.123456Z",
                "2026-11-31T09:40:34.123456Z",
                "2026-00-21T09:40:34.123456Z",
                "2026-13-21T09:40:34.123456Z",
                "2026-11-00T09:40:34.123456Z",
                "0000-11-21T09:40:34.123456Z",
                "0001-01-01T00:00:00.000000Z",
                "1969-12-31T23:59:59.999999Z",
                "1900-02-29T00:00:00.000000Z",
                "2000-02-29T00:00:00.000000Z",
                "2026-11-21T24:00:00.000000Z",
                "2026-11-21T23:60:00.000000Z",
                "2026-11-21T23:59:60.000000Z",
                "2026-12-31T23:59:60.000000Z",
                "2026-11-21T09:40:34,123456Z",
                "2026-11-21t09:40:34.123456z",
                "2026-11-21T09:40:34.12345+1",
                "9999-12-31T23:59:59.999999Z",
            })
    @Tag("java17")
    void scan_oddTimestamps_giveTheParsersResult(String ts) {
        String json = new String(CODEC.encode(plain()), UTF_8);

        assertAgreesWithTheParser(("{\"ts\":\"" + ts + json.substring(34)).getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "00",
                "-0",
                "01",
                "99",
                "100",
                "599",
                "600",
                "1e2",
                "200.0",
                "604800000000",
                "604800000001",
                "999999999999999999",
                "9999999999999999999",
                "18446744073709551816",
                "9223372036854775807",
                "9223372036854775808",
                "-1",
                "-01",
                "-9223372036854775807",
                "-9223372036854775808",
                "--1",
                "-",
                "712abc",
                "712.5",
                "712 ",
                "NaN",
                "null",
                "\"200\""
            })
    @Tag("java17")
    void scan_oddNumbers_giveTheParsersResult(String number) {
        for (String field : List.of("status", "duration_us", "request_bytes", "response_bytes")) {
            String json = new String(CODEC.encode(plain()), UTF_8);

            assertAgreesWithTheParser(json.replaceFirst("\"" + field + "\":\\d+", "\"" + field + "\":" + number)
                    .getBytes(UTF_8));
        }
    }

    @Test
    @Tag("java17")
    void scan_longStrings_giveTheParsersResult() {
        for (int length : List.of(127, 128, 129, 4094, 4095, 4096, 5000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1)) {
            for (String field : List.of("service", "route", "trace_id")) {
                String json = new String(CODEC.encode(plain()), UTF_8);

                assertAgreesWithTheParser(json.replaceFirst(
                                "\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":\"" + "x".repeat(length) + '"')
                        .getBytes(UTF_8));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "status, 99",
        "status, 600",
        "status, -1",
        "duration_us, -1",
        "duration_us, 9223372036854775807",
        "request_bytes, -5"
    })
    @Tag("java17")
    void scan_numberOutOfBounds_isReportedWithoutTheParser(String field, String number) {
        String json = new String(CODEC.encode(PLAIN), UTF_8);
        byte[] value = json.replaceFirst("\"" + field + "\":\\d+", "\"" + field + "\":" + number)
                .getBytes(UTF_8);

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> CODEC.scan(value))
                .withMessageStartingWith(field + " " + number + ": expected a whole number from ");
        assertAgreesWithTheParser(value);
    }

    private static @Nullable RequestEvent assertAgreesWithTheParser(byte[] value) {
        RequestEvent scanned;
        try {
            scanned = CODEC.scan(value);
        } catch (MalformedEventException refused) {
            assertSameRejection(value, refused);
            return null;
        }
        try {
            assertThat(WITHOUT_IDS.scan(value)).isEqualTo(scanned == null ? null : RandomEvents.withoutIds(scanned));
            if (scanned != null) {
                assertThat(scanned).isEqualTo(CODEC.parse(value));
            }
        } catch (MalformedEventException e) {
            throw new AssertionError("accepted by the scanner, rejected by the parser: " + new String(value, UTF_8), e);
        }
        return scanned;
    }

    private static void assertSameRejection(byte[] value, MalformedEventException refused) {
        for (ThrowingCallable other :
                List.<ThrowingCallable>of(() -> CODEC.parse(value), () -> WITHOUT_IDS.scan(value))) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(other)
                    .withMessage(refused.getMessage());
        }
    }

    private byte[] changed(byte[] original) {
        byte[] bytes = original.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = BYTES[random.nextInt(BYTES.length)];
                case 2 -> {
                    // Removes a byte.
                    System.arraycopy(bytes, at + 1, bytes, at, bytes.length - at - 1);
                    bytes = Arrays.copyOf(bytes, bytes.length - 1);
                }
                default -> {
                    bytes = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, bytes, at + 1, bytes.length - at - 1);
                }
            }
        }
        return bytes;
    }

    private RequestEvent plain() {
        return new RequestEvent(
                random.nextLong(RandomEvents.FIRST_MICROS, RandomEvents.LAST_MICROS + 1),
                "service-" + random.nextInt(5),
                random.nextBoolean() ? "instance-" + random.nextInt(5) : null,
                random.nextBoolean() ? "GET" : "POST",
                "/orders/{id}/" + random.nextInt(50),
                100 + random.nextInt(500),
                random.nextLong(RequestEvent.MAX_DURATION_MICROS + 1) >> random.nextInt(40),
                random.nextBoolean() ? HexFormat.of().toHexDigits(random.nextLong()) : null,
                random.nextBoolean() ? HexFormat.of().toHexDigits(random.nextLong()) : null,
                random.nextInt(4) == 0 ? "java.io.IOException" : null,
                random.nextInt(4) == 0 ? random.nextLong(1L << 50) : null,
                random.nextInt(4) == 0 ? random.nextLong(1000) : null,
                random.nextInt(4) == 0 ? HexFormat.of().toHexDigits(random.nextLong()) : null,
                random.nextInt(4) == 0,
                random.nextBoolean() ? new RequestParts(1, 2, 3, 4, 5, 6, random.nextInt(1000)) : null);
    }
}
