package dev.tidemark.demo.traffic;

import dev.tidemark.settings.DemoSetting;
import dev.tidemark.settings.SettingsReader;
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

    static TrafficSettings from(SettingsReader settings) {
        return new TrafficSettings(
                settings.get(DemoSetting.SHOP_URL),
                settings.get(DemoSetting.TRAFFIC_RPS),
                settings.get(DemoSetting.TRAFFIC_VISITORS),
                Duration.ofSeconds(5),
                Duration.ofSeconds(settings.get(DemoSetting.TRAFFIC_LINE_SECONDS)));
    }
}
