package dev.tidemark.processor.sink.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.metrics.Sample;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real partitions of five days, the first of them empty: requests, logs and samples of about 2 MB each per day, and
 * rollups of all tiers.
 */
class DiskGuardIT {
    private static final Instant TODAY = Instant.parse("2026-03-28T18:00:00Z");
    private static final List<String> RAW = List.of("request", "log", "sample");
    private static final List<String> ROLLUPS = List.of("rollup_10s", "rollup_1m", "rollup_1h");

    private static final Database SEEDED = seeded();

    private final Database database = SEEDED.copy();

    private static Database seeded() {
        Database database = Database.migrated();
        database.execute("SELECT ensure_partitions('" + TODAY + "', 4, 1)");
        for (int day = 25; day <= 28; day++) {
            String ts = "timestamptz '2026-03-" + day + " 06:00:00Z' + i * interval '1 ms'";
            database.execute("INSERT INTO request (ts, duration_us, label_set_id) SELECT " + ts
                    + ", i, 1 FROM generate_series(1, 40000) i");
            database.execute(
                    "INSERT INTO log (ts, record_offset, record_partition, service_id, severity, message) SELECT " + ts
                            + ", i, 0, 1, 9, repeat('x', 40) FROM generate_series(1, 20000) i");
            database.execute("INSERT INTO sample (ts, value, metric_id) SELECT " + ts
                    + ", i, 1 FROM generate_series(1, 20000) i");
        }
        return database;
    }

    @Test
    void databaseAboveItsLimit_losesOnlyItsOldestRawPartitions() throws SQLException {
        // Needs the oldest day and half of the next day's requests, which must be dropped, too. The half is a margin,
        // because PostgreSQL's own files come and go meanwhile.
        long oldest = bytes("request_20260325") + bytes("log_20260325") + bytes("sample_20260325");
        long need = oldest + bytes("request_20260326") / 2;
        long limit = (used() - need) * 10 / 9;
        assertThat(used()).as("above the limit").isGreaterThan(limit);
        List<String> rollups = partitions(ROLLUPS);
        try (DiskGuard guard = guard(new DiskSettings(limit, 0, ""), OptionalLong::empty)) {
            guard.run();

            assertThat(partitions(RAW))
                    .doesNotContain("request_20260325", "log_20260325", "sample_20260325", "request_20260326")
                    .contains("log_20260326", "sample_20260326", "request_20260327", "request_20260328");
            assertThat(partitions(ROLLUPS)).isEqualTo(rollups);
            assertThat(used()).isLessThan(limit);
            assertThat(value(guard, "partitions_dropped_total")).isEqualTo(4);
            assertThat(value(guard, "storage_freed_bytes_total")).isGreaterThan(oldest);
            assertThat(value(guard, "storage_limit_bytes")).isEqualTo(limit);
            assertThat(value(guard, "storage_used_bytes")).isPositive().isLessThan(limit);
            assertThat(value(guard, "storage_short_bytes")).isZero();
            assertThat(guard.samples())
                    .as("free space of a disk that is not visible")
                    .noneMatch(sample -> sample.descriptor().name().contains("free_bytes"));
            guard.run();
            assertThat(value(guard, "partitions_dropped_total"))
                    .as("below the limit nothing more is dropped")
                    .isEqualTo(4);
        }
    }

    @Test
    void databaseWithinItsLimit_keepsEverything() throws SQLException {
        List<String> before = partitions(RAW);
        try (DiskGuard guard = guard(new DiskSettings(used() + (1 << 20), 1, "/"), () -> OptionalLong.of(1))) {
            guard.run();

            assertThat(partitions(RAW)).isEqualTo(before);
            assertThat(value(guard, "storage_used_bytes")).isPositive();
            assertThat(value(guard, "storage_free_bytes")).isEqualTo(1);
            assertThat(value(guard, "storage_min_free_bytes")).isEqualTo(1);
        }
    }

    /** The guard checks; before it gets the lock, another process drops the oldest partition. */
    @Test
    void spaceFreedByAnotherProcess_isNoticed() throws SQLException {
        List<String> before = partitions(RAW);
        try (DiskGuard guard = guard(new DiskSettings(used() - 1, 0, ""), () -> {
            database.execute("DROP TABLE IF EXISTS request_20260325");
            return OptionalLong.empty();
        })) {
            guard.run();

            assertThat(value(guard, "partitions_dropped_total")).isZero();
            assertThat(partitions(RAW)).hasSize(before.size() - 1);
        }
    }

    /**
     * PostgreSQL releases a transaction's locks before it removes the files of dropped tables, so the second guard gets
     * the lock before the first one's space is free. Many indexes make this take longer.
     */
    @Test
    void twoGuardsAtOnce_dropNoMoreThanOne() throws Exception {
        database.execute("""
                DO $$ BEGIN
                    FOR i IN 1..800 LOOP
                        EXECUTE format('CREATE INDEX ON sample_20260325 (ts) WHERE value = %s', i);
                    END LOOP;
                END $$""");
        long oldest = bytes("request_20260325") + bytes("log_20260325") + bytes("sample_20260325");
        long limit = (used() - oldest + bytes("sample_20260325") / 2) * 10 / 9;
        try (Connection another = database.connect();
                Statement statement = another.createStatement();
                ExecutorService threads = Executors.newFixedThreadPool(2);
                DiskGuard first = guard(new DiskSettings(limit, 0, ""), OptionalLong::empty);
                DiskGuard second = guard(new DiskSettings(limit, 0, ""), OptionalLong::empty)) {
            another.setAutoCommit(false);
            statement.execute("SELECT lock_partitions()");
            List<? extends Future<?>> running = Stream.of(first, second)
                    .map(guard -> threads.submit(() -> runUntilItHasTheLock(guard)))
                    .toList();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> database.number(
                                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                                            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                            == 2);
            another.commit();
            for (Future<?> one : running) {
                one.get();
            }

            assertThat(partitions(RAW))
                    .doesNotContain("request_20260325", "log_20260325", "sample_20260325")
                    .contains("request_20260326");
        }
    }

    @Test
    void partitionsLockedByAnotherProcess_areSkipped() throws SQLException {
        List<String> before = partitions(RAW);
        try (Connection another = database.connect();
                Statement statement = another.createStatement();
                DiskGuard guard = guard(new DiskSettings(1, 0, ""), OptionalLong::empty)) {
            another.setAutoCommit(false);
            statement.execute("SELECT lock_partitions()");

            assertThatThrownBy(guard::run)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState())
                                    .as("lock_not_available")
                                    .isEqualTo("55P03"));
            assertThat(partitions(RAW)).isEqualTo(before);
            assertThat(value(guard, "storage_short_bytes")).isPositive();
            assertThat(guard.problems())
                    .singleElement()
                    .satisfies(problem ->
                            assertThat(problem.text()).contains("and another process drops or creates partitions; "));
        }
    }

    /** A reader holds the oldest partition for longer than the guard waits, such as a report or a pg_dump of one table. */
    @Test
    void partitionInUse_isSkipped_andNoMoreThanNeededIsDropped() throws SQLException {
        long min = 2 * (bytes("log_20260325") + bytes("sample_20260325") - 4_000);
        try (Connection reader = sample("request_20260325");
                DiskGuard guard = guard(new DiskSettings(0, min, "/"), () -> OptionalLong.of(min - 1))) {
            guard.run();

            assertThat(partitions(RAW))
                    .doesNotContain("log_20260325", "sample_20260325")
                    .contains("request_20260325", "request_20260326", "log_20260326", "sample_20260326");
            assertThat(value(guard, "partitions_dropped_total")).isEqualTo(2);
            assertThat(value(guard, "partitions_drop_failures_total", "disk", "in_use"))
                    .isEqualTo(1);
            assertThat(value(guard, "storage_short_bytes")).isZero();
            assertThat(guard.problems()).isEmpty();
            reader.rollback();
            guard.run();
            assertThat(partitions(RAW))
                    .as("it is still the oldest")
                    .doesNotContain("request_20260325")
                    .contains("sample_20260326");
        }
    }

    /** A reader of the table itself blocks all of its partitions; the guard does not wait for each of them. */
    @Test
    void tableInUse_isSkipped_andOtherTablesLosePartitions() throws SQLException {
        try (Connection reader = sample("request");
                DiskGuard guard = guard(new DiskSettings(0, 1L << 40, "/"), () -> OptionalLong.of(5))) {
            guard.run();

            assertThat(reader.isClosed()).isFalse();
            assertThat(partitions(List.of("request")))
                    .contains("request_20260325", "request_20260326", "request_20260327");
            assertThat(partitions(List.of("log", "sample")))
                    .doesNotContain("log_20260325", "log_20260327", "sample_20260325", "sample_20260327")
                    .contains("log_20260328", "sample_20260328");
            assertThat(value(guard, "partitions_dropped_total")).isEqualTo(6);
            assertThat(value(guard, "partitions_drop_failures_total", "disk", "in_use"))
                    .isEqualTo(1);
            assertThat(guard.problems()).as("space was freed").isEmpty();
        }
    }

    @Test
    void diskFull_withNothingToDrop_isAProblem_untilADropSucceeds() throws SQLException {
        List<String> before = partitions(RAW);
        try (Connection reader = sample("request, log, sample");
                DiskGuard guard = guard(new DiskSettings(0, 200, "/"), () -> OptionalLong.of(100))) {
            guard.run();

            assertThat(partitions(RAW)).isEqualTo(before);
            assertThat(value(guard, "storage_short_bytes")).isEqualTo(200);
            assertThat(value(guard, "partitions_drop_failures_total", "disk", "in_use"))
                    .isEqualTo(3);
            assertThat(guard.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.part()).isEqualTo("disk");
                assertThat(problem.text())
                        .startsWith(
                                "200 bytes must be freed, and request is in use, log is in use, sample is in use; ");
                assertThat(problem.since()).isEqualTo(TODAY);
            });
            reader.rollback();
            guard.run();
            assertThat(guard.problems()).isEmpty();
            assertThat(value(guard, "storage_short_bytes")).isZero();
        }
    }

    @Test
    void partitionThatCannotBeDropped_isSkipped() throws SQLException {
        database.execute("""
                CREATE FUNCTION keep() RETURNS event_trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT FROM pg_event_trigger_dropped_objects() WHERE object_name = 'request_20260325') THEN
                        RAISE EXCEPTION 'a fault on purpose';
                    END IF;
                END $$;
                CREATE EVENT TRIGGER keep ON sql_drop EXECUTE FUNCTION keep()
                """);
        try (DiskGuard guard = guard(new DiskSettings(0, 200, "/"), () -> OptionalLong.of(100))) {
            guard.run();

            assertThat(partitions(RAW)).contains("request_20260325").doesNotContain("log_20260325");
            assertThat(value(guard, "partitions_drop_failures_total", "disk", "error"))
                    .isEqualTo(1);
            assertThat(value(guard, "partitions_dropped_total")).isEqualTo(1);
        }
    }

    @Test
    void failedRun_reportsTheCurrentShortage() throws SQLException {
        AtomicLong free = new AtomicLong(100);
        PostgresSettings away = PostgresSettings.of("jdbc:postgresql://127.0.0.1:9/none", "nobody", "");
        try (DiskGuard guard = new DiskGuard(
                new PostgresConnector(away),
                new DiskSettings(0, 200, "/"),
                () -> OptionalLong.of(free.get()),
                Clock.fixed(TODAY, ZoneOffset.UTC))) {
            assertThatThrownBy(guard::run).isInstanceOf(SQLException.class);
            assertThat(value(guard, "storage_short_bytes")).isEqualTo(200);
            assertThat(guard.problems())
                    .singleElement()
                    .satisfies(problem ->
                            assertThat(problem.text()).contains("200 bytes must be freed", "127.0.0.1:9 refused"));

            free.set(200);
            assertThatThrownBy(guard::run).isInstanceOf(SQLException.class);
            assertThat(value(guard, "storage_short_bytes")).isZero();
            assertThat(guard.problems())
                    .as("PostgreSQL is unavailable, which the sink reports")
                    .isEmpty();
        }
    }

    /** Days are UTC: in Tokyo it is already the 29th. */
    @Test
    void today_isTheUtcDay_inAnyTimeZone() throws SQLException {
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        try (DiskGuard guard = guard(new DiskSettings(1, 0, ""), OptionalLong::empty)) {
            guard.run();
        } finally {
            TimeZone.setDefault(zone);
        }

        assertThat(database.number("SELECT count(*) FROM request")).isEqualTo(40_000);
    }

    @Test
    void failedCheck_isRetried_untilTheGuardIsClosed() {
        AtomicInteger looks = new AtomicInteger();
        database.execute("ALTER FUNCTION lock_partitions() RENAME TO lock_partitions_away");
        try (DiskGuard guard = guard(new DiskSettings(0, 1L << 40, "/"), () -> {
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("a fault on purpose");
            }
            return OptionalLong.of(5);
        })) {
            guard.start(Duration.ofMillis(10));
            // The second check fails in PostgreSQL.
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> looks.get() >= 3);
            database.execute("ALTER FUNCTION lock_partitions_away() RENAME TO lock_partitions");

            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> database.number("SELECT count(*) FROM request") == 40_000);
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("disk-guard")));
    }

    @Test
    void diskThatFillsUp_isFreedFromTheOldestDayOn_requestsFirst() throws SQLException {
        long oldest = bytes("request_20260325") + bytes("log_20260325");
        long min = 2 * (oldest - 4_000);
        try (DiskGuard guard = guard(new DiskSettings(0, min, "/"), () -> OptionalLong.of(min - 1))) {
            guard.run();

            assertThat(partitions(RAW))
                    .doesNotContain("request_20260325", "log_20260325")
                    .contains("sample_20260325", "request_20260326", "log_20260326", "sample_20260326");
            assertThat(value(guard, "storage_freed_bytes_total")).isCloseTo(oldest, within(0.1 * oldest));
        }
    }

    @Test
    void diskThatStaysFull_losesAllRawRowsBeforeToday_andReportsTheShortage() throws SQLException {
        List<String> rollups = partitions(ROLLUPS);
        AtomicLong free = new AtomicLong(5);
        try (DiskGuard guard = guard(new DiskSettings(0, 1L << 40, "/"), () -> OptionalLong.of(free.get()))) {
            guard.run();

            for (String table : RAW) {
                assertThat(database.column("SELECT DISTINCT ts::date FROM " + table))
                        .containsExactly("2026-03-28");
            }
            assertThat(partitions(ROLLUPS)).isEqualTo(rollups);
            assertThat(value(guard, "partitions_dropped_total")).isEqualTo(9);
            assertThat(value(guard, "storage_short_bytes")).isPositive();
            guard.run();
            assertThat(value(guard, "partitions_dropped_total")).isEqualTo(9);
            assertThat(Sample.published(guard.samples())).containsEntry("partitions_dropped_disk_total", 9L);
            free.set(1L << 41);
            guard.run();
            assertThat(value(guard, "storage_short_bytes"))
                    .as("once there is space")
                    .isZero();
        }
    }

    @Test
    void withoutRawRowsBeforeToday_theShortWindowsOfThePastGo_oldestFirst() throws SQLException {
        rollups("rollup_10s", 10);
        rollups("rollup_1m", 60);
        rollups("rollup_1h", 3600);
        calls("call_10s", 10);
        calls("call_1m", 60);
        calls("call_1h", 3600);
        AtomicLong free = new AtomicLong(5);
        try (DiskGuard guard = guard(new DiskSettings(0, 1L << 40, "/"), () -> OptionalLong.of(free.get()))) {
            guard.run();

            assertThat(database.column("SELECT DISTINCT ts::date FROM request")).containsExactly("2026-03-28");
            for (String table : List.of("rollup_10s", "rollup_1m", "call_10s", "call_1m")) {
                assertThat(database.column("SELECT DISTINCT window_start::date FROM " + table))
                        .containsExactly("2026-03-28");
            }
            assertThat(database.number("SELECT count(*) FROM rollup_1h")).isEqualTo(4 * 24);
            assertThat(database.number("SELECT count(*) FROM call_1h")).isEqualTo(4 * 24);
            assertThat(database.column("SELECT partition FROM partition_drop ORDER BY ctid"))
                    .as("in this order")
                    .containsExactly(
                            "request_20260325",
                            "log_20260325",
                            "sample_20260325",
                            "request_20260326",
                            "log_20260326",
                            "sample_20260326",
                            "request_20260327",
                            "log_20260327",
                            "sample_20260327",
                            "call_10s_20260325",
                            "rollup_10s_20260325",
                            "call_10s_20260326",
                            "rollup_10s_20260326",
                            "call_10s_20260327",
                            "rollup_10s_20260327",
                            "call_1m_20260325",
                            "rollup_1m_20260325",
                            "call_1m_20260326",
                            "rollup_1m_20260326",
                            "call_1m_20260327",
                            "rollup_1m_20260327");
            assertThat(database.column("SELECT starts || ' ' || ends || ' ' || (bytes > 8192) FROM partition_drop"
                            + " WHERE partition = 'rollup_10s_20260327'"))
                    .containsExactly("2026-03-27 00:00:00+00 2026-03-28 00:00:00+00 true");
            assertThat(value(guard, "partitions_dropped_total")).isEqualTo(21);
        }
    }

    @Test
    void shortWindows_stayAsLongAsRawRowsOfThePastAreLeft() throws SQLException {
        rollups("rollup_10s", 10);
        long min = 2 * (bytes("request_20260325") - 4_000);
        try (DiskGuard guard = guard(new DiskSettings(0, min, "/"), () -> OptionalLong.of(min - 1))) {
            guard.run();

            assertThat(partitions(List.of("request"))).doesNotContain("request_20260325");
            assertThat(database.number("SELECT count(*) FROM rollup_10s")).isEqualTo(4 * 8640);
        }
    }

    @Test
    void message_saysWhoUsesTheDisk() throws SQLException {
        try (Connection reader = sample("request, log, sample");
                DiskGuard guard = new DiskGuard(
                        new PostgresConnector(database.settings()),
                        new DiskSettings(0, 200, "/"),
                        () -> OptionalLong.of(100),
                        used -> "; the database has " + used + ", kafka 7",
                        Clock.fixed(TODAY, ZoneOffset.UTC),
                        Clock.fixed(TODAY, ZoneOffset.UTC))) {
            guard.run();

            assertThat(reader.isClosed()).isFalse();
            assertThat(guard.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.text())
                            .contains("has 100 bytes free of the 200 to keep free")
                            .endsWith(", kafka 7"));
        }
    }

    /** One of the two times is wrong, by a year or a few days: only the past is dropped, and it is dropped. */
    @ParameterizedTest
    @CsvSource({"P0D, P365D", "P0D, -P365D", "P365D, P0D"})
    void wrongTime_keepsToday_andFreesThePast(Duration clock, Duration steady) throws SQLException {
        try (DiskGuard guard = new DiskGuard(
                new PostgresConnector(database.settings()),
                new DiskSettings(1, 0, ""),
                OptionalLong::empty,
                DiskSharing.UNKNOWN,
                Clock.fixed(TODAY.plus(clock), ZoneOffset.UTC),
                Clock.fixed(TODAY.plus(steady), ZoneOffset.UTC))) {
            guard.run();

            assertThat(partitions(RAW))
                    .contains("request_20260328", "log_20260328", "sample_20260328")
                    .doesNotContain("request_20260325", "request_20260327", "log_20260327");
        }
    }

    /** A window of each day's every period. */
    private void rollups(String table, int seconds) {
        database.execute("INSERT INTO " + table + " SELECT start, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, '{}', '\\x00'"
                + " FROM generate_series(timestamptz '2026-03-25Z', '2026-03-28 23:59:59Z', interval '" + seconds
                + " s') start");
    }

    /** The same. */
    private void calls(String table, int seconds) {
        database.execute("INSERT INTO " + table + " (window_start, call_id, count, errors, sum_us, max_us, sketch)"
                + " SELECT timestamptz '2026-03-25T00:00:00Z' + i * interval '" + seconds
                + " s', 1, 1, 0, 1, 1, '' FROM generate_series(0, " + (4 * 86_400 / seconds - 1) + ") i");
    }

    /** On a slow machine, waiting for the lock may time out; in production, the guard retries, too. */
    private static @Nullable Void runUntilItHasTheLock(DiskGuard guard) throws SQLException {
        while (true) {
            try {
                guard.run();
                return null;
            } catch (SQLException e) {
                if (!"55P03".equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private DiskGuard guard(DiskSettings settings, FreeSpace free) {
        return new DiskGuard(
                new PostgresConnector(database.settings()), settings, free, Clock.fixed(TODAY, ZoneOffset.UTC));
    }

    private long used() {
        return database.number("SELECT pg_database_size(current_database())");
    }

    private long bytes(String table) {
        return database.number("SELECT pg_total_relation_size('" + table + "')");
    }

    private List<String> partitions(List<String> tables) {
        return tables.stream()
                .flatMap(table -> database
                        .column("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = '" + table
                                + "'::regclass ORDER BY 1")
                        .stream())
                .toList();
    }

    /** An open transaction that reads these tables. */
    private Connection sample(String tables) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String table : tables.split(", ")) {
                statement.execute("LOCK TABLE ONLY " + table + " IN ACCESS SHARE MODE");
            }
        }
        return connection;
    }

    private static double value(DiskGuard guard, String name, String... labels) {
        return guard.samples().stream()
                .filter(sample -> sample.descriptor().name().equals(name))
                .filter(sample -> labels.length == 0 || sample.labels().equals(List.of(labels)))
                .mapToDouble(Sample::value)
                .sum();
    }
}
