package dev.tidemark.settings;

import static dev.tidemark.settings.Component.INVENTORY;
import static dev.tidemark.settings.Component.QUERY_SERVICE;
import static dev.tidemark.settings.Component.SHOP;

import java.time.Duration;

/** The monitored Redis, and the live log stream. */
public final class QuerySetting {
    static final SettingGroup GROUP = new SettingGroup("Query service");

    private static final String STREAM = "tidemark.logs.stream.";
    private static final int MOST_LINES = 1_000_000;

    public static final Setting<String> REDIS_URI = GROUP.add(Setting.of(
                    "tidemark.redis.uri",
                    SettingType.text(
                            "redis://host:port, rediss://user:password@host:port or redis-sentinel://host:port,host:port#name"),
                    "The Redis that the Redis page shows (the demo's cache), with user and password if required.")
            .readBy("redis://127.0.0.1:16379", QUERY_SERVICE, SHOP, INVENTORY));

    public static final Setting<Duration> REDIS_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.redis.timeout",
                    SettingType.duration("1ms", "60s"),
                    "The timeout for connecting, and for each response.")
            .readBy("400ms", QUERY_SERVICE));

    public static final Setting<Integer> BUFFER_LINES = GROUP.add(Setting.of(
                    STREAM + "buffer-lines",
                    SettingType.wholeNumber(10, MOST_LINES),
                    "The number of newest lines buffered for all readers; a reader that falls further behind skips lines.")
            .readBy("10000", QUERY_SERVICE));

    public static final Setting<Integer> BUFFER_MEGABYTES = GROUP.add(Setting.of(
                    STREAM + "buffer-megabytes",
                    SettingType.wholeNumber(1, 4096),
                    "The memory limit of this buffer, in MiB.")
            .readBy("32", QUERY_SERVICE));

    public static final Setting<Integer> HISTORY = GROUP.add(Setting.of(
                    STREAM + "history",
                    SettingType.wholeNumber(0, MOST_LINES),
                    "The number of lines read from the topic at startup.")
            .readBy("500", QUERY_SERVICE));

    public static final Setting<Integer> MAX_CLIENTS = GROUP.add(Setting.of(
                    STREAM + "max-clients", SettingType.wholeNumber(1, 10_000), "The maximum number of open streams.")
            .readBy("100", QUERY_SERVICE));

    public static final Setting<Integer> CATCH_UP_LINES = GROUP.add(Setting.of(
                    STREAM + "catch-up-lines",
                    SettingType.wholeNumber(0, MOST_LINES),
                    "The most lines that are read again for a reader that reconnects after a long time.")
            .readBy("5000", QUERY_SERVICE));

    public static final Setting<Duration> PING = GROUP.add(Setting.of(
                    STREAM + "ping",
                    SettingType.duration("100ms", "30s"),
                    "How often an idle stream sends a comment, which keeps the server from closing it.")
            .readBy("10s", QUERY_SERVICE));

    public static final Setting<Duration> RETRY = GROUP.add(Setting.of(
                    STREAM + "retry",
                    SettingType.duration("1ms", "1h"),
                    "How long a browser waits before it reconnects.")
            .readBy("2s", QUERY_SERVICE));

    private QuerySetting() {}
}
