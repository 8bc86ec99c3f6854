package dev.tidemark.bench;

import dev.tidemark.wire.event.RequestEvent;
import java.util.HexFormat;
import java.util.Random;

/**
 * Requests as a service has them: some routes, log-normal durations, some errors, 20,000 requests a second; about 210 bytes each in
 * JSON. The same each time but for the time of the first. Not thread-safe.
 */
final class RequestTraffic {
    private static final long STEP_MICROS = 50;

    private final Random random = new Random(7);
    private final HexFormat hex = HexFormat.of();
    private final int routes;
    private long micros;

    /**
     * @param routes how many routes there are
     * @param firstMicros when the first request began, in microseconds since the epoch
     */
    RequestTraffic(int routes, long firstMicros) {
        this.routes = routes;
        this.micros = firstMicros;
    }

    RequestEvent next() {
        micros += STEP_MICROS;
        boolean failed = random.nextInt(50) == 0;
        return new RequestEvent(
                micros,
                "checkout",
                "shop-3f2a1b",
                random.nextInt(4) == 0 ? "POST" : "GET",
                "/orders/{id}/items/" + random.nextInt(routes),
                failed ? 500 : 200,
                (long) (20_000 * Math.exp(random.nextGaussian())),
                hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong()),
                hex.toHexDigits(random.nextLong()),
                failed ? "java.sql.SQLException" : null,
                null,
                null);
    }
}
