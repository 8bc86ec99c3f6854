package dev.tidemark.processor.sink.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.metrics.Sample;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.processor.sink.clock.SteadyClock;
import dev.tidemark.processor.sink.clock.SteadyClocks;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of the one machine steps, and PostgreSQL's with it: nothing is dropped that is younger than its retention. */
class ClockStepsIT {
    private static final Instant NOON = Instant.parse("2026-03-28T12:00:00Z");
    private static final Duration UP = Duration.ofDays(30);
    private static final String LABELS = "SELECT status FROM label_set";

    private final Database database = Database.migrated();

    /** Runs maintenance when the machine has been up for {@code uptime} since {@link #NOON}; its clock is wrong by {@code wrongBy}. */
    private double maintain(Duration uptime, Duration wrongBy, String metric, String... labels) throws SQLException {
        return maintain("boot", uptime, wrongBy, metric, labels);
    }

    private double maintain(String boot, Duration uptime, Duration wrongBy, String metric, String... labels)
            throws SQLException {
        Instant clock = NOON.plus(uptime).plus(wrongBy);
        try (PartitionMaintenance maintenance = maintenance(SteadyClocks.of(clock, boot, UP.plus(uptime)), clock)) {
            maintenance.run();
            return maintenance.samples().stream()
                    .filter(sample -> sample.descriptor().name().equals(metric))
                    .filter(sample -> sample.labels().equals(List.of(labels)))
                    .mapToDouble(Sample::value)
                    .sum();
        }
    }

    private PartitionMaintenance maintenance(SteadyClock steady, Instant clock) {
        return new PartitionMaintenance(
                new PostgresConnector(database.settings()), RetentionSettings.defaults(), steady, connection -> clock);
    }

    private List<String> partitions(String table) {
        return database.column("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = '" + table
                + "'::regclass ORDER BY 1");
    }

    private List<String> before() throws SQLException {
        maintain(Duration.ZERO, Duration.ZERO, "");
        database.execute(
                "INSERT INTO label_set (endpoint_id, status, metadata, last_seen) VALUES (1, 404, '{}', '2026-03-28')");
        return List.of(
                "request_20260327", "request_20260328", "request_20260329", "request_20260330", "request_20260331");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "-PT1H", "P8D", "-P8D", "P365D", "-P365D"})
    void step_andBack_dropsNothing(Duration step) throws SQLException {
        List<String> before = before();
        for (int hours = 1; hours < 5; hours += 2) {
            maintain(Duration.ofHours(hours), step, "");
            assertThat(partitions("request")).containsAll(before);
            assertThat(partitions("rollup_10s")).contains("rollup_10s_20260327", "rollup_10s_20260328");
            assertThat(database.column(LABELS)).containsExactly("404");
            maintain(Duration.ofHours(hours + 1), Duration.ZERO, "");
            assertThat(partitions("request")).containsAll(before);
        }
        assertThat(database.column(LABELS)).containsExactly("404");
        // Retention goes on by the right time.
        maintain(Duration.ofDays(8), Duration.ZERO, "");
        assertThat(partitions("request"))
                .doesNotContain("request_20260327", "request_20260328")
                .contains("request_20260329");
    }

    @Test
    void step_isTold_withWhatIsHeld() throws SQLException {
        before();
        assertThat(maintain(Duration.ofHours(1), Duration.ofDays(8), "partitions_held"))
                .isGreaterThanOrEqualTo(9);
        assertThat(maintain(Duration.ofHours(2), Duration.ofDays(-8), "clock_apart_seconds"))
                .isEqualTo(Duration.ofDays(-8).toSeconds());
        assertThat(maintain(Duration.ofHours(3), Duration.ZERO, "partitions_held"))
                .isZero();
    }

    /** The control: without the steady clock, the same step drops all. */
    @Test
    void step_ofAConfirmedClock_dropsAtOnce() throws SQLException {
        List<String> before = before();
        maintain(Duration.ofHours(1), Duration.ofDays(20), "");
        assertThat(partitions("request")).containsAll(before);
        database.execute("SELECT trust_clock()");

        assertThat(maintain(Duration.ofHours(2), Duration.ofDays(20), "partitions_dropped_total", "retention"))
                .isGreaterThanOrEqualTo(10);
        assertThat(partitions("request")).doesNotContainAnyElementsOf(before);
        assertThat(database.column(LABELS)).isEmpty();
        assertThat(database.value("SELECT confirmed FROM steady_clock")).isEqualTo("f");
    }

    /** An earlier start of the machine had a clock that was a year ahead. */
    @Test
    void confirmedClock_forgetsLaterTimes() throws SQLException {
        before();
        database.execute("INSERT INTO steady_clock (boot_id, steady_at, uptime_seconds, agreed) VALUES"
                + " ('earlier', timestamptz '2027-03-28 12:00:00Z', 100, true)");
        database.execute("SELECT ensure_partition('request', timestamptz '2026-03-20 12:00:00Z')");
        maintain(Duration.ofHours(1), Duration.ZERO, "");
        assertThat(partitions("request")).as("the control").contains("request_20260320");
        database.execute("SELECT trust_clock()");

        maintain(Duration.ofHours(2), Duration.ZERO, "");
        assertThat(partitions("request")).doesNotContain("request_20260320").contains("request_20260327");
        assertThat(database.column("SELECT boot_id FROM steady_clock")).containsExactly("boot");
    }

    /** Another process reads the uptime a moment earlier and stores it later; or it cannot be read at all. */
    @Test
    void uptimeThatIsLowerOrUnknown_changesNothing() throws SQLException {
        List<String> before = before();
        Instant clock = NOON.plus(Duration.ofDays(365));
        try (PartitionMaintenance maintenance = maintenance(SteadyClocks.withoutUptime(clock, "boot"), clock)) {
            assertThatThrownBy(maintenance::run)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("the uptime of this machine cannot be read");
        }
        String stored = database.value("SELECT concat_ws(' ', steady_at, uptime_seconds, agreed) FROM steady_clock");
        Duration earlier = Duration.ofSeconds(-2);
        maintain(earlier, Duration.ofDays(365), "");
        assertThat(database.value("SELECT concat_ws(' ', steady_at, uptime_seconds, agreed) FROM steady_clock"))
                .isEqualTo(stored);
        assertThat(partitions("request")).containsAll(before);
    }

    /** A machine that was off for 8 days, or a database that was restored on another machine. */
    @Test
    void machineThatWasOff_dropsADayPerHour() throws SQLException {
        before();
        Duration off = Duration.ofDays(8);
        Duration up = Duration.ofDays(-30).plusMinutes(1);
        maintain("next boot", up, off.minus(up), "");
        assertThat(partitions("request")).contains("request_20260327", "request_20260328");
        int hour = 0;
        for (; partitions("request").contains("request_20260328") && hour < 24; hour++) {
            up = up.plusHours(1);
            maintain("next boot", up, off.minus(Duration.ofDays(-30)), "");
        }
        assertThat(hour).as("hours until what was due is dropped").isBetween(7, 9);
        assertThat(partitions("request"))
                .doesNotContain("request_20260327")
                .contains("request_20260329", "request_20260405");
    }

    /** Rows that came while the clock was behind have old times; they are kept as long as others, from then on. */
    @Test
    void rowsOfAClockThatWasBehind_areKeptForTheirRetention() throws SQLException {
        before();
        maintain(Duration.ofHours(1), Duration.ofDays(-8), "");
        assertThat(partitions("request")).contains("request_20260320");
        maintain(Duration.ofHours(2), Duration.ZERO, "");
        assertThat(partitions("request")).contains("request_20260319", "request_20260320");
        maintain(Duration.ofDays(7).minusHours(1), Duration.ZERO, "");
        assertThat(partitions("request")).contains("request_20260320");
        maintain(Duration.ofDays(7).plusHours(2), Duration.ZERO, "");
        assertThat(partitions("request"))
                .doesNotContain("request_20260319", "request_20260320")
                .contains("request_20260328");
    }

    /** A restart of the processor, or of the database from a copy, on a machine that went on. */
    @Test
    void processorThatWasAway_dropsWhatIsDueAtOnce() throws SQLException {
        before();
        maintain(Duration.ofDays(8), Duration.ZERO, "");

        assertThat(partitions("request"))
                .doesNotContain("request_20260327", "request_20260328")
                .contains("request_20260329");
    }
}
