package dev.tidemark.demo.traffic;

import dev.tidemark.settings.DemoSetting;
import dev.tidemark.settings.SettingsReader;
import java.net.URI;
import java.time.Duration;

/**
 * The settings of the load generator.
 *
 * @param shop the address of the shop (default {@code http://127.0.0.1:8081})
 * @param requestsPerSecond the average rate (default 20)
 * @param users the number of users, each with at most one request at a time (default 64)
 * @param timeout how long a user waits for an answer (default 5 s)
 * @param line how often a log line with counts is written (default 10 s)
 */
record TrafficSettings(URI shop, int requestsPerSecond, int users, Duration timeout, Duration line) {

    static TrafficSettings from(SettingsReader settings) {
        return new TrafficSettings(
                settings.get(DemoSetting.SHOP_URL),
                settings.get(DemoSetting.TRAFFIC_RPS),
                settings.get(DemoSetting.TRAFFIC_VISITORS),
                Duration.ofSeconds(5),
                Duration.ofSeconds(settings.get(DemoSetting.TRAFFIC_LINE_SECONDS)));
    }
}
