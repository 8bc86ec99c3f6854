package dev.tidemark.processor.sink.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.metrics.Sample;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.processor.sink.clock.SteadyClocks;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionsIT {
    private static final Instant NOON = Instant.parse("2026-03-28T12:00:00Z");

    private final Database database = Database.migrated();

    @Test
    void maintenance_createsPartitionsAhead_acrossTheEndOfTheMonth() throws SQLException {
        maintain(NOON);

        assertThat(partitions("request"))
                .containsExactly(
                        "request_20260327",
                        "request_20260328",
                        "request_20260329",
                        "request_20260330",
                        "request_20260331");
        assertThat(partitions("rollup_1h")).containsExactly("rollup_1h_202603");
        maintain(NOON.plusSeconds(86_400));
        assertThat(partitions("rollup_1h")).containsExactly("rollup_1h_202603", "rollup_1h_202604");
    }

    @Test
    void maintenance_afterRetention_dropsWholePartitionsAndNoneEarlier() throws SQLException {
        maintain(NOON);
        String day = "request_20260328";

        // The last row of the 28th is 7 days old at the start of the 5th.
        maintain(Instant.parse("2026-04-04T23:59:59Z"));
        assertThat(partitions("request")).contains(day);
        assertThat(partitions("rollup_10s")).doesNotContain("rollup_10s_20260328");
        maintain(Instant.parse("2026-04-05T00:00:00Z"));
        assertThat(partitions("request")).doesNotContain(day);
        assertThat(partitions("rollup_1m")).contains("rollup_1m_20260328");
        assertThat(partitions("rollup_1h")).contains("rollup_1h_202603");

        maintain(Instant.parse("2027-05-06T00:00:00Z"));
        assertThat(partitions("rollup_1h")).doesNotContain("rollup_1h_202603").contains("rollup_1h_202604");
    }

    /** A partition is dropped exactly when its last row reaches the table's retention, not a second earlier. */
    @ParameterizedTest
    @CsvSource({
        "request,    request_20260328,    2026-04-05T00:00:00Z",
        "log,        log_20260328,        2026-04-05T00:00:00Z",
        "sample,     sample_20260328,     2026-04-28T00:00:00Z",
        "rollup_10s, rollup_10s_20260328, 2026-03-31T00:00:00Z",
        "rollup_1m,  rollup_1m_20260328,  2026-04-28T00:00:00Z",
        "rollup_1h,  rollup_1h_202603,    2027-05-06T00:00:00Z",
        "call_10s,   call_10s_20260328,   2026-03-31T00:00:00Z",
        "call_1m,    call_1m_20260328,    2026-04-28T00:00:00Z",
        "call_1h,    call_1h_202603,      2027-05-06T00:00:00Z"
    })
    void maintenance_ofEachTableAndTier_dropsAtItsRetention(String table, String partition, Instant drop)
            throws SQLException {
        maintain(NOON);
        maintain(drop.minusSeconds(1));
        assertThat(partitions(table)).contains(partition);

        assertThat(maintain(drop, RetentionSettings.defaults())).isPositive();
        assertThat(partitions(table)).doesNotContain(partition).isNotEmpty();
    }

    @Test
    void maintenance_withAnotherRetention_appliesIt() throws SQLException {
        RetentionSettings defaults = RetentionSettings.defaults();
        RetentionSettings longer = new RetentionSettings(
                defaults.requests().multipliedBy(10),
                defaults.logs(),
                defaults.samples(),
                defaults.rollups10s(),
                defaults.rollups1m(),
                defaults.rollups1h());
        maintain(NOON);
        maintain(NOON.plusSeconds(20 * 86_400), longer);

        assertThat(partitions("request")).contains("request_20260328");
        assertThat(partitions("log")).doesNotContain("log_20260328");
        assertThat(database.number("SELECT extract(day FROM retention)::int * 24 + extract(hour FROM retention)::int"
                        + " FROM partitioning WHERE parent = 'request'"))
                .isEqualTo(70 * 24);
    }

    @Test
    void maintenance_deletesUnreferencedLabels() throws SQLException {
        database.execute("""
                INSERT INTO label_set (endpoint_id, status, metadata, last_seen)
                VALUES (1, 200, '{}', '2026-03-19'), (1, 404, '{}', '2026-03-18')
                """);
        database.execute("SELECT ensure_partition('request', '2026-03-20'), ensure_partition('request', '2026-03-21')");
        maintain(NOON);

        assertThat(database.column("SELECT status FROM label_set")).containsExactly("200");
    }

    /** Log lines, samples and label sets refer to instances; samples are kept longest, for 30 days. */
    @Test
    void maintenance_deletesUnreferencedInstances() throws SQLException {
        database.execute("""
                INSERT INTO instance (service_id, name, last_seen)
                VALUES (1, 'of today', '2026-03-28'), (1, 'kept', '2026-02-24'), (1, 'gone', '2026-02-23')
                """);
        database.execute("SELECT ensure_partition('sample', '2026-02-25'), ensure_partition('sample', '2026-02-26')");
        maintain(NOON);

        assertThat(database.column("SELECT name FROM instance ORDER BY last_seen"))
                .containsExactly("kept", "of today");
    }

    /** Windows of an hour are kept longest: 400 days, and until their month is over. */
    @Test
    void maintenance_deletesUnreferencedEndpointsAndServices() throws SQLException {
        database.execute("""
                INSERT INTO service (name, last_seen)
                VALUES ('of today', '2026-03-28'), ('kept', '2025-01-30'), ('gone', '2025-01-29')
                """);
        database.execute("""
                INSERT INTO endpoint (service_id, method, route, last_seen)
                VALUES (1, 'GET', '/today', '2026-03-28'), (1, 'GET', '/kept', '2025-01-30'), (1, 'GET', '/gone', '2025-01-29')
                """);
        database.execute(
                "SELECT ensure_partition('rollup_1h', '2025-01-20'), ensure_partition('rollup_1h', '2025-02-20')");
        maintain(NOON);

        assertThat(database.column("SELECT name FROM service ORDER BY last_seen"))
                .containsExactly("kept", "of today");
        assertThat(database.column("SELECT route FROM endpoint ORDER BY last_seen"))
                .containsExactly("/kept", "/today");
    }

    /** All partitions before the 27th are gone, as after a full disk, so no row of theirs needs a label. */
    @Test
    void labelsOfDroppedPartitions_areDeletedBeforeTheRetentionHasPassed_inBatches() throws SQLException {
        maintain(NOON);
        database.execute("DROP TABLE rollup_1h_202603, call_1h_202603");
        database.execute(
                "SELECT ensure_partition('rollup_1h', '2026-04-01'), ensure_partition('call_1h', '2026-04-01')");
        database.execute("INSERT INTO endpoint (service_id, method, route, last_seen)"
                + " SELECT 1, 'GET', '/hostile/' || i, '2026-03-24' FROM generate_series(1, 25000) i");
        database.execute(
                "INSERT INTO endpoint (service_id, method, route, last_seen) VALUES (1, 'GET', '/kept', '2026-03-25')");
        assertThat(database.number("SELECT delete_unused_labels('" + NOON + "', 1000)"))
                .isEqualTo(1000);

        try (PartitionMaintenance maintenance = maintenance(NOON.plusSeconds(3600))) {
            database.execute(
                    "CREATE OR REPLACE FUNCTION ensure_partitions(at timestamptz, days_back integer DEFAULT 1, days_ahead integer DEFAULT 3)"
                            + " RETURNS integer LANGUAGE sql AS 'SELECT 0'");
            maintenance.run();

            assertThat(database.column("SELECT route FROM endpoint")).containsExactly("/kept");
            assertThat(value(maintenance, "labels_deleted_total")).isEqualTo(24_000);
        }
    }

    /** A full disk must not prevent the drops that would free it. */
    @Test
    void maintenance_thatCannotCreatePartitions_stillDropsAndDeletes() throws SQLException {
        maintain(NOON);
        database.execute(
                "INSERT INTO label_set (endpoint_id, status, metadata, last_seen) VALUES (1, 404, '{}', '2026-03-18')");
        database.execute("""
                CREATE OR REPLACE FUNCTION ensure_partition(parent_table text, at timestamptz) RETURNS boolean
                LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
                END $$
                """);
        try (PartitionMaintenance maintenance = maintenance(Instant.parse("2026-04-05T00:00:00Z"))) {
            assertThatThrownBy(maintenance::run)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53100"));

            assertThat(partitions("request")).doesNotContain("request_20260327", "request_20260328");
            assertThat(partitions("request")).contains("request_20260329");
            assertThat(value(maintenance, "partitions_dropped_total", "retention"))
                    .isGreaterThanOrEqualTo(4);
            assertThat(database.column("SELECT status FROM label_set")).isEmpty();
            assertThat(value(maintenance, "maintenance_failures_total", "make")).isEqualTo(1);
            assertThat(value(maintenance, "maintenance_failures_total", "drop")).isZero();
        }
    }

    /** What a fast clock drops cannot be restored when the clock is corrected. */
    @Test
    void maintenance_withAFastClock_dropsAndDeletesNothing_andReportsIt() throws SQLException {
        maintain(NOON);
        database.execute(
                "INSERT INTO label_set (endpoint_id, status, metadata, last_seen) VALUES (1, 404, '{}', '2026-03-18')");
        Instant nextMonth = Instant.parse("2026-04-28T00:00:00Z");
        RetentionSettings retention = RetentionSettings.defaults();
        try (PartitionMaintenance maintenance = maintenance(nextMonth, retention, connection -> NOON)) {
            assertThatThrownBy(maintenance::run)
                    .isInstanceOf(SQLException.class)
                    .hasMessage(
                            "this machine's clock says 2026-04-28T00:00Z, PostgreSQL's 2026-03-28T12:00:00Z: expected them at"
                                    + " most PT1H apart; nothing is dropped until the clocks agree");

            assertThat(partitions("request")).contains("request_20260328", "request_20260428");
            assertThat(database.column("SELECT status FROM label_set")).containsExactly("404");
            assertThat(value(maintenance, "maintenance_failures_total", "drop")).isEqualTo(1);
            assertThat(value(maintenance, "maintenance_failures_total", "labels"))
                    .isEqualTo(1);
        }
        maintain(nextMonth);
        assertThat(partitions("request")).doesNotContain("request_20260328");
    }

    /** The clock that counts is the server's. */
    @Test
    void maintenance_withAClockFarFromToday_dropsNothing() throws SQLException {
        try (PartitionMaintenance maintenance = new PartitionMaintenance(
                new PostgresConnector(database.settings()),
                RetentionSettings.defaults(),
                Clock.fixed(Instant.parse("2039-01-01T00:00:00Z"), ZoneOffset.UTC))) {
            assertThatThrownBy(maintenance::run)
                    .hasMessageStartingWith("this machine's clock says 2039-01-01T00:00Z, PostgreSQL's 20");
        }
    }

    @Test
    void maintenance_thatCannotDropPartitions_stillCreatesThem() throws SQLException {
        maintain(NOON);
        database.execute("""
                CREATE FUNCTION keep() RETURNS event_trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'a fault on purpose';
                END $$;
                CREATE EVENT TRIGGER keep ON sql_drop EXECUTE FUNCTION keep()
                """);
        try (PartitionMaintenance maintenance = maintenance(Instant.parse("2026-04-05T00:00:00Z"))) {
            assertThatThrownBy(maintenance::run)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("a fault on purpose");

            assertThat(partitions("request")).contains("request_20260328", "request_20260405");
            assertThat(value(maintenance, "maintenance_failures_total", "drop")).isEqualTo(1);
            assertThat(value(maintenance, "partitions_drop_failures_total", "retention", "error"))
                    .isPositive();
        }
    }

    @Test
    void maintenance_withAPartitionInUse_dropsTheOthers_andCountsFreedBytes() throws SQLException {
        maintain(NOON);
        database.execute("INSERT INTO request (ts, duration_us, label_set_id)"
                + " SELECT '2026-03-28T06:00:00Z', i, 1 FROM generate_series(1, 10000) i");
        long bytes = database.number("SELECT pg_total_relation_size('request_20260328')");
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement();
                PartitionMaintenance maintenance = maintenance(Instant.parse("2026-04-05T00:00:00Z"))) {
            reader.setAutoCommit(false);
            statement.execute("LOCK TABLE request_20260327 IN ACCESS SHARE MODE");
            maintenance.run();

            assertThat(partitions("request")).contains("request_20260327").doesNotContain("request_20260328");
            assertThat(partitions("log")).doesNotContain("log_20260327", "log_20260328");
            assertThat(value(maintenance, "partitions_drop_failures_total", "retention", "in_use"))
                    .isEqualTo(1);
            assertThat(value(maintenance, "storage_freed_bytes_total", "retention"))
                    .isGreaterThanOrEqualTo(bytes);
        }
    }

    @Test
    void ensure_ofManyDaysFromManySessions_createsEachOnce() throws Exception {
        Callable<Integer> run = () -> {
            try (Connection connection = database.connect()) {
                for (int day = 0; day < 10; day++) {
                    Partitions partitions = new Partitions("log");
                    partitions.see(NOON.plusSeconds(day * 86_400L).toEpochMilli() * 1000);
                    partitions.ensureSeen(connection);
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SELECT ensure_partitions('2026-04-0" + (day % 9 + 1) + "T00:00:00Z', 3, 3)");
                    }
                }
                return 1;
            }
        };
        try (ExecutorService executor = Executors.newFixedThreadPool(6)) {
            for (Future<Integer> one : executor.invokeAll(List.of(run, run, run, run, run, run))) {
                assertThat(one.get()).isEqualTo(1);
            }
        }

        assertThat(partitions("log")).contains("log_20260328", "log_20260406").doesNotHaveDuplicates();
    }

    @Test
    void ensure_inAnySessionTimeZone_cutsDaysInUtc() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'Pacific/Kiritimati'");
            statement.execute("SELECT ensure_partition('sample', '2026-03-28T23:59:59Z')");
        }

        assertThat(database.value(
                        "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'sample_20260328'"))
                .contains("2026-03-28 00:00:00+00", "2026-03-29 00:00:00+00");
    }

    @Test
    void ensure_ofAnUnknownTable_listsTheKnownOnes() {
        assertThatThrownBy(() -> database.execute("SELECT ensure_partition('nothing', now())"))
                .hasRootCauseMessage("""
                        ERROR: table "nothing": expected one of request, log, sample, rollup_10s, rollup_1m, rollup_1h, call_10s, call_1m, call_1h
                          Where: PL/pgSQL function ensure_partition(text,timestamp with time zone) line 10 at RAISE""");
    }

    private void maintain(Instant now) throws SQLException {
        maintain(now, RetentionSettings.defaults());
    }

    /** The number of partitions that it reports as dropped. */
    private double maintain(Instant now, RetentionSettings retention) throws SQLException {
        try (PartitionMaintenance maintenance = maintenance(now, retention)) {
            maintenance.run();
            maintenance.summarize();
            return value(maintenance, "partitions_dropped_total", "retention");
        }
    }

    private PartitionMaintenance maintenance(Instant now) {
        return maintenance(now, RetentionSettings.defaults());
    }

    private PartitionMaintenance maintenance(Instant now, RetentionSettings retention) {
        return maintenance(now, retention, connection -> now);
    }

    private PartitionMaintenance maintenance(
            Instant now, RetentionSettings retention, PartitionMaintenance.DatabaseTime databaseTime) {
        return new PartitionMaintenance(
                new PostgresConnector(database.settings()), retention, SteadyClocks.right(now), databaseTime);
    }

    private static double value(PartitionMaintenance maintenance, String name, String... labels) {
        return maintenance.samples().stream()
                .filter(sample -> sample.descriptor().name().equals(name))
                .filter(sample -> sample.labels().equals(List.of(labels)))
                .mapToDouble(Sample::value)
                .sum();
    }

    private List<String> partitions(String table) {
        return database.column("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = '" + table
                + "'::regclass ORDER BY 1");
    }
}
