package dev.tidemark.bench.query;

import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.processor.sink.partition.PartitionMaintenance;
import dev.tidemark.processor.sink.partition.RetentionSettings;
import dev.tidemark.processor.sink.postgres.Migrations;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import dev.tidemark.wire.event.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * A PostgreSQL with the settings of {@code ./tidemark up} and 30 days of {@value #SERIES} series: the windows of an hour of
 * all 30 days, those of a minute and of ten seconds of as long as the questions reach, because older partitions are not read.
 */
final class FilledStore implements AutoCloseable {
    static final int SERIES = 200;
    private static final int SERVICES = 10;
    private static final Duration HOURS = Duration.ofDays(30);
    private static final Duration MINUTES = Duration.ofHours(50);
    private static final Duration TEN_SECONDS = Duration.ofHours(3);
    private static final Duration RAW = Duration.ofDays(7);
    static final int RAW_ROWS = 3_000_000;
    /** So far ahead are windows filled, because the measurement takes its time. */
    private static final Duration AHEAD = Duration.ofMinutes(30);

    private final PostgresServer postgres;

    FilledStore(TemporaryFolder folder) {
        postgres = new PostgresServer(dev.tidemark.embedded.PostgresSettings.fixed(
                folder.resolve("postgres"), folder.resolve("postgres.log"), 0));
        postgres.start();
        PostgresSettings settings = PostgresSettings.of(postgres.jdbcUrl(), postgres.user(), postgres.password());
        new Migrations(settings).run(Duration.ofSeconds(60));
        try (PartitionMaintenance maintenance = new PartitionMaintenance(
                        new PostgresConnector(settings), RetentionSettings.defaults(), Clock.systemUTC());
                Connection connection = connect()) {
            maintenance.run();
            fill(connection, Instant.now());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection connect() throws SQLException {
        return postgres.connect();
    }

    String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    private static void fill(Connection connection, Instant now) throws SQLException {
        execute(connection, """
                INSERT INTO service (name) SELECT 'service-' || n FROM generate_series(1, %1$d) AS n;
                INSERT INTO endpoint (service_id, method, route)
                SELECT s.id, CASE n %% 4 WHEN 0 THEN 'POST' ELSE 'GET' END, '/resource-' || n || '/{id}'
                FROM service s, generate_series(1, %2$d) AS n;
                INSERT INTO label_set (endpoint_id, status, metadata)
                SELECT e.id, 200, jsonb_build_object('endpoint', e.route, 'method', e.method, 'status', 200, 'status_code', 200)
                FROM endpoint e;
                """.formatted(SERVICES, SERIES / SERVICES));
        partitions(connection, now);
        windows(connection, Tier.ONE_HOUR, now, HOURS);
        windows(connection, Tier.ONE_MINUTE, now, MINUTES);
        windows(connection, Tier.TEN_SECONDS, now, TEN_SECONDS);
        int raw = execute(connection, """
                INSERT INTO request (ts, trace_id, span_id, duration_us, label_set_id)
                SELECT timestamptz '%1$s' + n * interval '%2$d us', gen_random_uuid(), n,
                       1000 * exp(3 + 0.8 * random_normal()), 1 + n %% %3$d
                FROM generate_series(0, %4$d - 1) AS n
                """.formatted(now.minus(RAW), RAW.toNanos() / 1000 / RAW_ROWS, SERIES, RAW_ROWS));
        System.out.printf(Locale.ROOT, "filled request with %,d rows over %d d%n", raw, RAW.toDays());
        execute(connection, "VACUUM (ANALYZE)");
        execute(connection, "CHECKPOINT");
    }

    private static void partitions(Connection connection, Instant now) throws SQLException {
        execute(
                connection,
                "SELECT ensure_partitions('%s', 8, 3), ensure_partition('rollup_1h', '%s')"
                        .formatted(now, now.minus(HOURS)));
    }

    /** Every series has a row in every window, as if it were in use all the time. */
    private static void windows(Connection connection, Tier tier, Instant now, Duration span) throws SQLException {
        SketchTemplates.copy(connection, tier, SERIES);
        long width = tier.size().toSeconds();
        long from = Math.floorDiv(now.minus(span).getEpochSecond(), width) * width;
        int rows = execute(connection, """
                INSERT INTO rollup_%1$s
                SELECT to_timestamp(w), e.id, t.count, t.errors, 0, t.count - t.errors, 0, t.errors - t.server_errors,
                       t.server_errors, t.sum_us, t.min_us, t.max_us, 120 * t.count, 900 * t.count, t.errors_by_type, t.sketch
                FROM generate_series(%2$d, %3$d, %4$d) AS w, endpoint e, sketch_template t
                WHERE t.endpoint = e.id AND t.variant = w / %4$d %% %5$d
                """.formatted(
                        tier.label(), from, now.plus(AHEAD).getEpochSecond(), width, SketchTemplates.VARIANTS));
        System.out.printf(
                Locale.ROOT,
                "filled rollup_%s with %,d rows of %d series since %s%n",
                tier.label(),
                rows,
                SERIES,
                Instant.ofEpochSecond(from).atOffset(ZoneOffset.UTC));
    }

    static int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
