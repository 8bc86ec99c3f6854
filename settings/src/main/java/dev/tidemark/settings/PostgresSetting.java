package dev.tidemark.settings;

import static dev.tidemark.settings.Component.INVENTORY;
import static dev.tidemark.settings.Component.PROCESSOR;
import static dev.tidemark.settings.Component.QUERY_SERVICE;
import static dev.tidemark.settings.Component.SHOP;

import java.time.Duration;

/** The connection to Tidemark's PostgreSQL database, which also holds the demo's tables. */
public final class PostgresSetting {
    static final SettingGroup GROUP = new SettingGroup("PostgreSQL");

    private static final SettingType<String> JDBC_URL = JdbcUrl.type();

    public static final Setting<String> URL = GROUP.add(Setting.of(
                    "tidemark.postgres.url",
                    JDBC_URL,
                    "The JDBC URL of the database; a user and a password in it override the next two.")
            .readBy("jdbc:postgresql://127.0.0.1:15432/tidemark", PROCESSOR, QUERY_SERVICE, SHOP, INVENTORY));

    public static final Setting<String> USER = GROUP.add(Setting.of(
                    "tidemark.postgres.user",
                    SettingType.text("a role"),
                    "The role; the query service needs only read access.")
            .readBy("tidemark", PROCESSOR, QUERY_SERVICE, SHOP, INVENTORY));

    public static final Setting<String> PASSWORD = GROUP.add(Setting.of(
                    "tidemark.postgres.password",
                    SettingType.secret("a password"),
                    "The role's password; ./tidemark up generates it.")
            .readBy("", PROCESSOR, QUERY_SERVICE, SHOP, INVENTORY));

    public static final Setting<Integer> CONNECTIONS = GROUP.add(Setting.of(
                    "tidemark.postgres.connections",
                    SettingType.wholeNumber(1, 100),
                    "The maximum number of open connections; the diagnosis has one more.")
            .readBy("6", QUERY_SERVICE));

    public static final Setting<Duration> CONNECT_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.postgres.connect-timeout",
                    SettingType.duration("250ms", "60s"),
                    "How long opening a connection may take; in the query service, how long a query waits for one.")
            .readBy("5s", PROCESSOR)
            .readBy("1s", QUERY_SERVICE));

    public static final Setting<Duration> QUERY_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.postgres.query-timeout",
                    SettingType.duration("1ms", "1h"),
                    "The statement timeout of the query service.")
            .readBy("5s", QUERY_SERVICE));

    public static final Setting<Duration> STATEMENT_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.postgres.statement-timeout",
                    SettingType.duration("1ms", "1d"),
                    "The statement timeout of the processor; a connection that stays silent for 5 s more is closed.")
            .readBy("15s", PROCESSOR));

    public static final Setting<Duration> LOCK_TIMEOUT = GROUP.add(Setting.of(
                    "tidemark.postgres.lock-timeout",
                    SettingType.duration("1ms", "1d"),
                    "The lock timeout of the processor.")
            .readBy("5s", PROCESSOR));

    public static final Setting<Duration> PATIENCE = GROUP.add(Setting.of(
                    "tidemark.postgres.patience",
                    SettingType.duration("0s", "36500d"),
                    "How long startup waits for PostgreSQL; the topology already runs meanwhile.")
            .readBy("10m", PROCESSOR));

    public static final Setting<String> MONITORED_URL = GROUP.add(Setting.of(
                    "tidemark.monitored.postgres.url",
                    JDBC_URL,
                    "The JDBC URL of the PostgreSQL server that the PostgreSQL page shows, with or without user and password; the default is Tidemark's own database.")
            .readBy("", QUERY_SERVICE));

    public static final Setting<String> MONITORED_USER = GROUP.add(Setting.of(
                    "tidemark.monitored.postgres.user",
                    SettingType.text("a role"),
                    "The role for that server, required if its URL is set; a member of pg_monitor sees everything. Without a URL, the default is Tidemark's own role.")
            .readBy("", QUERY_SERVICE));

    public static final Setting<String> MONITORED_PASSWORD = GROUP.add(Setting.of(
                    "tidemark.monitored.postgres.password",
                    SettingType.secret("a password"),
                    "The password of that role. Tidemark's own password is only used together with its own role and server.")
            .readBy("", QUERY_SERVICE));

    private PostgresSetting() {}
}
