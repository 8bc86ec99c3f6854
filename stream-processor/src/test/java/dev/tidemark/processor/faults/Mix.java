package dev.tidemark.processor.faults;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everyday traffic of several services, routes and instances: most of it is of now, some is hours late, and one record in a hundred is
 * broken, or has a time that cannot be. The same seed gives the same requests, but for the time they are of.
 */
final class Mix implements Supplier<Outgoing> {
    static final String MALFORMED = "malformed";
    static final String TOO_LATE = "too_late";
    static final String FROM_THE_FUTURE = "from_the_future";

    private static final int INSTANCES = 6;
    private static final int SERVICES = 3;
    private static final int ROUTES = 5;
    private static final int[] STATUSES = {200, 200, 200, 200, 200, 200, 204, 302, 404, 500};

    private final Random random;
    private final long[] sequences = new long[INSTANCES];

    Mix(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public Outgoing get() {
        return switch (random.nextInt(300)) {
            case 0 -> Outgoing.bad(truncated(), MALFORMED);
            case 1 -> Outgoing.bad(stray(Duration.ofDays(-2)), TOO_LATE);
            case 2 -> Outgoing.bad(stray(Duration.ofHours(2)), FROM_THE_FUTURE);
            default -> Outgoing.good(request(age()));
        };
    }

    /** At most 20 hours, far from where it would be refused. */
    private Duration age() {
        int kind = random.nextInt(100);
        int seconds = kind < 85 ? 40 : kind < 95 ? 3_600 : 20 * 3_600;
        return Duration.ofMillis(random.nextInt(seconds * 1000));
    }

    /** The next request that counts. */
    RequestEvent request(Duration age) {
        int instance = random.nextInt(INSTANCES);
        return event("service" + instance % SERVICES, new RequestId(instance + 1, sequences[instance]++), age);
    }

    private byte[] stray(Duration ahead) {
        return Codecs.REQUEST_JSON.encode(event("stray", new RequestId(INSTANCES + 1, 0), ahead.negated()));
    }

    private byte[] truncated() {
        byte[] whole = stray(Duration.ZERO);
        return Arrays.copyOf(whole, random.nextInt(whole.length));
    }

    /** Everything in it differs between requests, so that whatever is stored with the wrong one is seen. */
    private RequestEvent event(String service, RequestId id, Duration age) {
        int status = STATUSES[random.nextInt(STATUSES.length)];
        return new RequestEvent(
                Instant.now().minus(age).toEpochMilli() * 1000 + random.nextInt(1000),
                service,
                "instance-" + id.instance(),
                random.nextBoolean() ? "GET" : "POST",
                "/r" + random.nextInt(ROUTES),
                status,
                (long) Math.exp(random.nextDouble() * 14),
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong()),
                id.spanId(),
                status >= 500 ? "Error" + random.nextInt(5) : null,
                length(),
                length());
    }

    private @Nullable Long length() {
        return random.nextInt(4) == 0 ? null : (long) random.nextInt(1000);
    }
}
