package dev.tidemark.processor.sink.clock;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link SteadyTime} of this machine. It is kept in the table {@code steady_clock}, so that it goes on after a restart; all processes
 * of a machine share it. Thread-safe.
 */
public final class SteadyClock implements SampleSource {
    private static final MetricDescriptor APART = MetricDescriptor.gauge(
            "clock_apart_seconds",
            "How far this machine's clock is ahead of the time by its uptime, or behind it if negative; 0 while they agree. Alert if"
                    + " it is not 0: retention follows the earlier of the two. See docs/monitoring.md.");

    private static final String OWN = """
            SELECT steady_at, uptime_seconds, agreed, apart_since_seconds, confirmed FROM steady_clock WHERE boot_id = ?
            """;
    private static final String NEWEST = "SELECT max(steady_at) FROM steady_clock";
    /** A confirmation that comes meanwhile is kept for the next time. */
    private static final String WRITE = """
            INSERT INTO steady_clock AS c (boot_id, steady_at, uptime_seconds, agreed, apart_since_seconds) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (boot_id) DO UPDATE SET steady_at = excluded.steady_at, uptime_seconds = excluded.uptime_seconds,
                agreed = excluded.agreed, apart_since_seconds = excluded.apart_since_seconds, confirmed = c.confirmed AND NOT ?
            """;

    private static final String FORGET_LATER = "SELECT forget_later_times(?, ?)";
    private static final String FORGET = "DELETE FROM steady_clock WHERE boot_id <> ? AND steady_at < ?";

    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);
    private static final Duration REMEMBERED = Duration.ofDays(90);
    private static final Duration REPEAT_WARNING = Duration.ofHours(1);

    private final Clock clock;
    private final Uptime uptime;
    private volatile @Nullable Known known;
    private @Nullable Duration warnedAt;

    /** @param clock the machine's clock, which may step */
    public SteadyClock(Clock clock) {
        this(clock, Uptime.ofMachine());
    }

    SteadyClock(Clock clock, Uptime uptime) {
        this.clock = clock;
        this.uptime = uptime;
    }

    /**
     * Two times.
     *
     * @param clock what the clock says
     * @param steady what it would say if it had not stepped
     */
    public record Reading(Instant clock, Instant steady) {
        /** The time by which rows may be dropped: the earlier one. */
        public Instant earlier() {
            return clock.isBefore(steady) ? clock : steady;
        }

        boolean agrees() {
            return Duration.between(steady, clock).abs().compareTo(SteadyTime.TOLERANCE) <= 0;
        }
    }

    private record Known(Reading reading, long nanos) {}

    /** Reads both times, and stores the steady one. Call this about once a minute. */
    public synchronized Reading read(Connection connection) throws SQLException {
        Instant now = clock.instant();
        Duration up = uptime();
        Stored stored = stored(connection, up);
        if (stored != null && stored.time.uptime().compareTo(up) > 0) {
            up = stored.time.uptime();
        }
        SteadyTime time = time(connection, stored, now, up);
        boolean confirmed = stored != null && stored.confirmed;
        if (confirmed) {
            forgetLater(connection, time.at());
        }
        write(connection, time, confirmed);
        Reading reading = new Reading(now, time.at());
        known = new Known(reading, System.nanoTime());
        warn(reading, time);
        return reading;
    }

    /** A wrong uptime would be stored, and the steady time would jump at the next read. */
    private Duration uptime() throws SQLException {
        try {
            return uptime.now();
        } catch (IOException e) {
            throw new SQLException("the uptime of this machine cannot be read: " + e.getMessage(), e);
        }
    }

    private record Stored(SteadyTime time, boolean confirmed) {}

    /** Null after a start. Another process of this machine may have stored a later uptime since {@code up} was read. */
    private @Nullable Stored stored(Connection connection, Duration up) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OWN)) {
            statement.setString(1, uptime.bootId());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()
                        || seconds(row.getDouble(2)).minus(SteadyTime.TOLERANCE).compareTo(up) > 0) {
                    return null;
                }
                double apartSince = row.getDouble(4);
                Duration since = row.wasNull() ? null : seconds(apartSince);
                return new Stored(
                        new SteadyTime(instant(row, 1), seconds(row.getDouble(2)), row.getBoolean(3), since),
                        row.getBoolean(5));
            }
        }
    }

    private static SteadyTime time(Connection connection, @Nullable Stored stored, Instant now, Duration up)
            throws SQLException {
        if (stored == null) {
            Instant newest = newest(connection);
            return newest == null ? SteadyTime.of(now, up) : SteadyTime.afterStart(newest, now, up);
        }
        if (stored.confirmed) {
            LOG.warn("The clock was confirmed: retention goes by {}", now);
            return SteadyTime.of(now, up);
        }
        return stored.time.at(now, up);
    }

    private static @Nullable Instant newest(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getObject(1) == null ? null : instant(row, 1);
        }
    }

    private void write(Connection connection, SteadyTime time, boolean confirmed) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setString(1, uptime.bootId());
            statement.setObject(2, time.at().atOffset(ZoneOffset.UTC));
            statement.setDouble(3, time.uptime().toMillis() / 1e3);
            statement.setBoolean(4, time.agreed());
            statement.setObject(
                    5, time.apartSince() == null ? null : time.apartSince().toMillis() / 1e3);
            statement.setBoolean(6, confirmed);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setString(1, uptime.bootId());
            statement.setObject(2, time.at().minus(REMEMBERED).atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    /** A time in the future, of a start whose clock was ahead, would otherwise stay the newest one. */
    private void forgetLater(Connection connection, Instant at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FORGET_LATER)) {
            statement.setString(1, uptime.bootId());
            // The clocks of other machines may differ by this.
            statement.setObject(2, at.plus(SteadyTime.TOLERANCE).atOffset(ZoneOffset.UTC));
            statement.execute();
        }
    }

    private void warn(Reading reading, SteadyTime time) {
        Duration before = warnedAt;
        if (reading.agrees()) {
            if (before != null) {
                LOG.info("The clock of this machine agrees with its uptime again: {}", reading.clock());
            }
            warnedAt = null;
        } else if (before == null || time.uptime().minus(before).compareTo(REPEAT_WARNING) >= 0) {
            warnedAt = time.uptime();
            LOG.warn(
                    "The clock of this machine says {}, but by its uptime it is {}: {}. Nothing is dropped before it is due by both."
                            + " Correct the clock; or confirm it, and what is due by it is dropped at once: SELECT trust_clock()",
                    reading.clock(),
                    reading.steady(),
                    time.agreed()
                            ? "it was set while the machine was running"
                            : "the machine was off, or its clock started wrong; retention catches up by a day per hour");
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** The steady time, going on from the last {@link #read}; the machine's clock before the first. */
    public InstantSource steady() {
        return () -> {
            Known last = known;
            return last == null ? clock.instant() : last.reading.steady().plusNanos(System.nanoTime() - last.nanos);
        };
    }

    /** The machine's clock, which may step. */
    public Clock clock() {
        return clock;
    }

    @Override
    public List<Sample> samples() {
        Known last = known;
        if (last == null) {
            return List.of();
        }
        Reading reading = last.reading;
        double apart = reading.agrees()
                ? 0
                : Duration.between(reading.steady(), reading.clock()).toMillis() / 1e3;
        return List.of(APART.published(APART.name(), apart));
    }
}
