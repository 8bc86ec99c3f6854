package dev.tidemark.settings;

import static dev.tidemark.settings.Component.INVENTORY;
import static dev.tidemark.settings.Component.PROCESSOR;
import static dev.tidemark.settings.Component.QUERY_SERVICE;
import static dev.tidemark.settings.Component.SHOP;

import java.time.Duration;

/** The PostgreSQL that Tidemark stores in; the demo keeps its tables there too. */
public final class PostgresSetting {
    static final SettingGroup GROUP = new SettingGroup("PostgreSQL");

    private static final SettingType<String> JDBC_URL =
            SettingType.text("jdbc:postgresql://host:port/database", "jdbc:postgresql:\\S+");

    public static final Setting<String> URL =
            GROUP.add(Setting.of("tidemark.postgres.url", JDBC_URL, "The JDBC address of the database.")
                    .readBy("jdbc:postgresql://127.0.0.1:15432/tidemark", PROCESSOR, QUERY_SERVICE, SHOP, INVENTORY));

    public static final Setting<String> USER = GROUP.add(Setting.of(
                    "tidemark.postgres.user",
                    SettingType.text("a role"),
                    "The role; the query service needs only to read.")
            .readBy("tidemark", PROCESSOR, QUERY_SERVICE, SHOP, INVENTORY));

    public static final Setting<String> PASSWORD =
            GROUP.add(Setting.of("tidemark.postgres.password", SettingType.secret("a password"), "The role's password.")
                    .readBy("tidemark", PROCESSOR, QUERY_SERVICE, SHOP, INVENTORY));

    public static final Setting<Integer> CONNECTIONS = GROUP.add(Setting.of(
                    "tidemark.postgres.connections",
                    SettingType.wholeNumber(1, 100),
                    "The most connections that are open at once.")
            .readBy("6", QUERY_SERVICE));

    public static final Setting<Duration> CONNECT_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.postgres.connect-timeout",
                    SettingType.duration("250ms", "60s"),
                    "How long opening a connection may take; in the query service, how long a question waits for one.")
            .readBy("5s", PROCESSOR)
            .readBy("1s", QUERY_SERVICE));

    public static final Setting<Duration> QUERY_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.postgres.query-timeout",
                    SettingType.duration("1ms", "1h"),
                    "How long a statement of the query service may take.")
            .readBy("5s", QUERY_SERVICE));

    public static final Setting<Duration> STATEMENT_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.postgres.statement-timeout",
                    SettingType.duration("1ms", "1d"),
                    "How long a statement of the processor may take; a connection that is silent 5 s longer is dropped.")
            .readBy("15s", PROCESSOR));

    public static final Setting<Duration> LOCK_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.postgres.lock-timeout",
                    SettingType.duration("1ms", "1d"),
                    "How long a statement of the processor may wait for a lock.")
            .readBy("5s", PROCESSOR));

    public static final Setting<Duration> PATIENCE = GROUP.add(Setting.of(
                    "tidemark.postgres.patience",
                    SettingType.duration("0s", "36500d"),
                    "How long the start waits for PostgreSQL, while the topology works already.")
            .readBy("10m", PROCESSOR));

    public static final Setting<String> MONITORED_URL = GROUP.add(Setting.of(
                    "tidemark.monitored.postgres.url",
                    JDBC_URL,
                    "The JDBC address of the PostgreSQL that the page watches; if not set, Tidemark's own.")
            .readBy("", QUERY_SERVICE));

    public static final Setting<String> MONITORED_USER = GROUP.add(Setting.of(
                    "tidemark.monitored.postgres.user",
                    SettingType.text("a role"),
                    "The role there; a member of pg_monitor sees everything. If not set, Tidemark's own.")
            .readBy("", QUERY_SERVICE));

    public static final Setting<String> MONITORED_PASSWORD = GROUP.add(Setting.of(
                    "tidemark.monitored.postgres.password",
                    SettingType.secret("a password"),
                    "That role's password. If not set, Tidemark's own.")
            .readBy("", QUERY_SERVICE));

    private PostgresSetting() {}
}
