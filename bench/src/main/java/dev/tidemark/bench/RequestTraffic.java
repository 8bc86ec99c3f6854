package dev.tidemark.bench;

import dev.tidemark.wire.event.RequestEvent;
import java.util.HexFormat;
import java.util.Random;

/**
 * Requests as a service has them: 50 routes, log-normal durations, some errors, 20,000 requests a second; about 210 bytes each in
 * JSON. The same each time but for the time of the first. Not thread-safe.
 */
final class RequestTraffic {
    static final int ROUTES = 50;

    private static final long STEP_MICROS = 50;

    private final Random random = new Random(7);
    private final HexFormat hex = HexFormat.of();
    private final String[] routes = new String[ROUTES];
    private long micros;

    /** @param firstMicros when the first request began, in microseconds since the epoch */
    RequestTraffic(long firstMicros) {
        micros = firstMicros;
        for (int i = 0; i < ROUTES; i++) {
            routes[i] = "/orders/{id}/items/" + i;
        }
    }

    RequestEvent next() {
        micros += STEP_MICROS;
        boolean failed = random.nextInt(50) == 0;
        return new RequestEvent(
                micros,
                "checkout",
                "shop-3f2a1b",
                random.nextInt(4) == 0 ? "POST" : "GET",
                routes[random.nextInt(ROUTES)],
                failed ? 500 : 200,
                (long) (20_000 * Math.exp(random.nextGaussian())),
                hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong()),
                hex.toHexDigits(random.nextLong()),
                failed ? "java.sql.SQLException" : null,
                null,
                null);
    }
}
