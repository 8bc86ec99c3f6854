package dev.tidemark.processor.faults;

import static dev.tidemark.processor.faults.TrafficGenerator.FROM_THE_FUTURE;
import static dev.tidemark.processor.faults.TrafficGenerator.MALFORMED;
import static dev.tidemark.processor.faults.TrafficGenerator.TOO_LATE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;

/** A bad service among good ones: every second record is malformed or has an impossible timestamp. */
final class Poison implements Supplier<Outgoing> {
    private static final int LARGEST = (1 << 20) - 1_000;

    private final Random random;
    private final TrafficGenerator good;

    Poison(long seed) {
        this.random = new Random(seed);
        this.good = new TrafficGenerator(seed + 1);
    }

    @Override
    public Outgoing get() {
        if (random.nextBoolean()) {
            // In random order, with any time that is still accepted.
            return random.nextBoolean()
                    ? good.get()
                    : Outgoing.good(good.request(Duration.ofSeconds(random.nextInt(20 * 3600))));
        }
        return switch (random.nextInt(13)) {
            case 0 -> malformed(bytes(random.nextInt(500)));
            case 1 -> malformed(truncated());
            case 2 -> Outgoing.bad(valid(Duration.ZERO), "application/vnd.tidemark.v99", MALFORMED);
            case 3 -> Outgoing.bad(null, MALFORMED);
            case 4 -> malformed(new byte[0]);
            case 5 -> with("duration_us", "NaN");
            case 6 -> with("duration_us", "-" + (1 + random.nextInt(1_000_000)));
            case 7 -> with("duration_us", "9223372036854775807");
            case 8 -> with("status", Integer.toString(600 + random.nextInt(1000)));
            case 9 -> Outgoing.bad(valid(Duration.ofDays(-365)), FROM_THE_FUTURE);
            case 10 -> Outgoing.bad(valid(Duration.ofMinutes(-59)), FROM_THE_FUTURE);
            case 11 -> Outgoing.bad(valid(Duration.ofDays(7)), TOO_LATE);
            default ->
                random.nextInt(50) == 0 ? malformed(bytes(LARGEST)) : with("route", "\"" + "r".repeat(2_000) + "\"");
        };
    }

    private static Outgoing malformed(byte[] value) {
        return Outgoing.bad(value, MALFORMED);
    }

    /** Random bytes that cannot be a JSON object by chance. */
    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (length > 0) {
            bytes[0] = (byte) 0xFF;
        }
        return bytes;
    }

    private byte[] truncated() {
        byte[] whole = valid(Duration.ZERO);
        return Arrays.copyOf(whole, random.nextInt(whole.length));
    }

    private Outgoing with(String field, String value) {
        String json = new String(valid(Duration.ZERO), UTF_8);
        return malformed(json.replaceAll("\"" + field + "\":(\"[^\"]*\"|[^,}]*)", "\"" + field + "\":" + value)
                .getBytes(UTF_8));
    }

    private static byte[] valid(Duration age) {
        return Codecs.REQUEST_JSON.encode(new RequestEvent(
                Instant.now().minus(age).toEpochMilli() * 1000,
                "bad",
                "bad-1",
                "GET",
                "/bad",
                200,
                1,
                null,
                new RequestId(99, 0).spanId(),
                null,
                null,
                null));
    }
}
