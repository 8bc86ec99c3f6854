package dev.tidemark.settings;

import static dev.tidemark.settings.Component.INVENTORY;
import static dev.tidemark.settings.Component.PROCESSOR;
import static dev.tidemark.settings.Component.QUERY_SERVICE;
import static dev.tidemark.settings.Component.SHOP;

/** Listen addresses of the HTTP servers. */
public final class ServerSetting {
    static final SettingGroup GROUP = new SettingGroup("HTTP servers");

    private static final SettingType<Integer> PORT = SettingType.wholeNumber(0, 65_535);
    private static final SettingType<String> HOST = SettingType.text("an address or a host name");

    public static final Setting<String> HTTP_HOST = GROUP.add(Setting.of(
                    "tidemark.http.host",
                    HOST,
                    "The address to listen on: 127.0.0.1 accepts connections from this machine only, 0.0.0.0 from everywhere.")
            .readBy("127.0.0.1", QUERY_SERVICE, SHOP, INVENTORY));

    public static final Setting<Integer> HTTP_PORT =
            GROUP.add(Setting.of("tidemark.http.port", PORT, "The port to listen on; 0 for any free port.")
                    .readBy("8080", QUERY_SERVICE)
                    .readBy("8081", SHOP)
                    .readBy("8082", INVENTORY));

    public static final Setting<String> PROCESSOR_HTTP_HOST = GROUP.add(Setting.of(
                    "tidemark.processor.http.host", HOST, "The address of the management server (metrics and health).")
            .readBy("127.0.0.1", PROCESSOR));

    public static final Setting<Integer> PROCESSOR_HTTP_PORT = GROUP.add(
            Setting.of("tidemark.processor.http.port", PORT, "The port of the management server; 0 for any free port.")
                    .readBy("8083", PROCESSOR));

    public static final Setting<String> ALLOWED_HOSTS = GROUP.add(Setting.of(
                    "tidemark.allowed-hosts",
                    SettingType.text("host names separated by commas, each with or without a port, or *"),
                    "The host names under which the servers answer, besides localhost, IP addresses and the listen address; * for every name.")
            .readBy("", PROCESSOR, QUERY_SERVICE));

    private ServerSetting() {}
}
