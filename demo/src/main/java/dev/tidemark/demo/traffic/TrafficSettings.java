package dev.tidemark.demo.traffic;

import dev.tidemark.demo.Environment;
import java.net.URI;
import java.time.Duration;

/**
 * How much traffic there is.
 *
 * @param shop where the shop is; {@code http://127.0.0.1:8081} by default
 * @param requestsPerSecond on average; 20 by default
 * @param users how many there are at once, each with one request on the way at most; 64 by default
 * @param timeout how long a user waits for an answer; 5 s by default
 * @param line how often there is a line about it; 10 s by default
 */
record TrafficSettings(URI shop, int requestsPerSecond, int users, Duration timeout, Duration line) {

    static TrafficSettings from(Environment environment) {
        return new TrafficSettings(
                environment.address("SHOP_URL", "http://127.0.0.1:8081", "http"),
                environment.number("TRAFFIC_RPS", 20, 1, 10_000),
                environment.number("TRAFFIC_VISITORS", 64, 1, 10_000),
                Duration.ofSeconds(5),
                Duration.ofSeconds(environment.number("TRAFFIC_LINE_SECONDS", 10, 1, 3_600)));
    }
}
