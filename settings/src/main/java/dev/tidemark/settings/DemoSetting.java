package dev.tidemark.settings;

import static dev.tidemark.settings.Component.SHOP;
import static dev.tidemark.settings.Component.TRAFFIC;

import java.net.URI;

/** The demo. */
public final class DemoSetting {
    static final SettingGroup GROUP = new SettingGroup("Demo");

    public static final Setting<URI> INVENTORY_URL = GROUP.add(Setting.of(
                    "inventory.url",
                    SettingType.address("an address such as http://127.0.0.1:8082", "http"),
                    "The address of the inventory service.")
            .readBy("http://127.0.0.1:8082", SHOP));

    public static final Setting<Integer> SHOP_RELEASE = GROUP.add(Setting.of(
                    "shop.release",
                    SettingType.wholeNumber(1, 2),
                    "The release of the shop. Release 2 asks the inventory for six more products on each product page.")
            .readBy("1", SHOP));

    public static final Setting<URI> SHOP_URL = GROUP.add(Setting.of(
                    "shop.url",
                    SettingType.address("an address such as http://127.0.0.1:8081", "http"),
                    "The address of the shop, which receives the traffic.")
            .readBy("http://127.0.0.1:8081", TRAFFIC));

    public static final Setting<Integer> TRAFFIC_RPS =
            GROUP.add(Setting.of("traffic.rps", SettingType.wholeNumber(1, 10_000), "Average requests per second.")
                    .readBy("20", TRAFFIC));

    public static final Setting<Integer> TRAFFIC_VISITORS = GROUP.add(Setting.of(
                    "traffic.visitors",
                    SettingType.wholeNumber(1, 10_000),
                    "The number of concurrent virtual users; each has at most one request in flight.")
            .readBy("64", TRAFFIC));

    public static final Setting<Integer> TRAFFIC_LINE_SECONDS = GROUP.add(Setting.of(
                    "traffic.line-seconds",
                    SettingType.wholeNumber(1, 3_600),
                    "The interval between log lines with request counts, in seconds.")
            .readBy("10", TRAFFIC));

    private DemoSetting() {}
}
