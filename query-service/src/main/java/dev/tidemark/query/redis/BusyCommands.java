package dev.tidemark.query.redis;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleHistory;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleSpan;
import dev.tidemark.wire.event.MetricType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds a command that keeps Redis busy. Redis runs one at a time, so all others wait: from a fifth of the time on, and 10 ms at a time, everybody who
 * asks may wait.
 */
@Singleton
final class BusyCommands {
    private static final double LEAST_PERCENT = 20;
    private static final double LEAST_MICROS = 10_000;
    /** A command that took a third as much in the hours before is usual. */
    private static final double USUAL = 1.0 / 3;

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration RECENT = Duration.ofMinutes(1);
    private static final Duration WIDE_STEP = Duration.ofMinutes(5);
    private static final Duration HOURS = Duration.ofHours(6);

    private final SampleHistories samples;
    private final RedisReports reports;
    private final Clock clock;

    BusyCommands(SampleHistories samples, RedisReports reports, Clock clock) {
        this.samples = samples;
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * A command that keeps Redis busy.
     *
     * @param percent of the time of the last minute
     * @param millis what one call takes
     * @param isUsual whether it has done so for hours
     */
    record Busy(String command, double percent, double millis, boolean isUsual) {}

    /** @throws dev.tidemark.query.store.DatabaseException if the samples cannot be read */
    Optional<Busy> busiest() {
        Instant now = clock.instant();
        return commands(now.minus(RECENT), now, STEP).stream()
                .filter(command -> command.timePercent() != null
                        && command.timePercent() >= LEAST_PERCENT
                        && command.meanUs() != null
                        && command.meanUs() >= LEAST_MICROS)
                .findFirst()
                .map(command -> busy(command, now));
    }

    private Busy busy(RedisStats.CommandFigures command, Instant now) {
        double percent = command.timePercent() == null ? 0 : command.timePercent();
        double usual = commands(now.minus(HOURS), now.minus(WIDE_STEP), WIDE_STEP).stream()
                .filter(other -> other.command().equals(command.command()))
                .mapToDouble(other -> other.timePercent() == null ? 0 : other.timePercent())
                .findFirst()
                .orElse(0);
        return new Busy(
                command.command(),
                percent,
                Rounding.two(command.meanUs() == null ? 0 : command.meanUs() / 1000),
                usual >= USUAL * percent);
    }

    private List<RedisStats.CommandFigures> commands(Instant from, Instant to, Duration step) {
        SampleSpan span = SampleSpan.covering(from, to, step);
        SampleHistory history = samples.brief(
                SampleQuery.of(MetricType.REDIS.wireName(), List.of(RedisHistory.CALLS, RedisHistory.TIME))
                        .ofService(RedisHistories.COLLECTOR),
                span);
        return RedisHistory.commands(history, reports.address());
    }
}
