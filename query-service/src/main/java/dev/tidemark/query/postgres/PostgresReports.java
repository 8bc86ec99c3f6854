package dev.tidemark.query.postgres;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.counters.CounterHistory;
import dev.tidemark.query.counters.CounterHistory.Reading;
import dev.tidemark.query.counters.CounterHistory.Rise;
import dev.tidemark.query.counters.StatementCounters;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.DatabaseLoginMissingException;
import dev.tidemark.query.store.Databases;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports the status of the monitored PostgreSQL. Database failures do not throw: they become the status {@code down}. Counters
 * are read every 10 s and kept in memory, so that their increase over a time span can be computed.
 */
@Singleton
public final class PostgresReports {
    private static final String KEY = "status";

    private final Database monitored;
    private final ActivityQueries activity;
    private final DatabaseQueries database;
    private final StatementQueries statements;
    private final TimeRanges ranges;
    private final Clock clock;
    private final CounterHistory<DatabaseQueries.Blocks> blocks =
            new CounterHistory<>((earlier, later) -> later.continues(earlier));
    private final CounterHistory<StatementCounters> statementHistory = new CounterHistory<>((earlier, later) -> true);
    private final PresentReader present;
    private final AnswerCache<String, PostgresReading> cache;
    private final AnswerCache<String, Present<DatabaseQueries.Size>> sizes;

    PostgresReports(
            @Named(Databases.MONITORED) Database monitored,
            ActivityQueries activity,
            DatabaseQueries database,
            StatementQueries statements,
            TimeRanges ranges,
            Clock clock,
            PresentReader present,
            AnswerCaches caches) {
        this.monitored = monitored;
        this.activity = activity;
        this.database = database;
        this.statements = statements;
        this.ranges = ranges;
        this.clock = clock;
        this.present = present;
        this.cache = caches.create("postgres", Duration.ofSeconds(1));
        this.sizes = caches.create("postgres_size", Present::life, size -> 0);
    }

    /** The host and port of the monitored PostgreSQL. */
    public String address() {
        return monitored.address();
    }

    /** Returns a status that is at most 1 s old, with counters over the default period. */
    public PostgresStatus status() {
        return status(ranges.of(RangeQuery.period(null)));
    }

    /** Returns a status that is at most 1 s old, with counters over {@code range}. */
    public PostgresStatus status(TimeRange range) {
        PostgresReading reading;
        try {
            reading = reading();
        } catch (DatabaseLoginMissingException e) {
            return PostgresStatus.notAsked(e.reason(), DatabaseLoginMissingException.remedy());
        } catch (DatabaseException e) {
            return PostgresStatus.down(String.valueOf(e.getMessage()));
        }
        var blockRise = blocks.between(range.from(), range.to(), new Reading<>(reading.at(), reading.blocks()));
        StatementCounters counters = reading.statements().counters();
        Long slow = counters == null
                ? null
                : statementHistory
                        .between(range.from(), range.to(), new Reading<>(reading.at(), counters))
                        .map(rise ->
                                rise.last().counters().slowSince(rise.first().counters()))
                        .orElse(null);
        return PostgresStatus.of(
                reading,
                sizes.get(KEY, () -> present.brief(List.of("db_size_mb"), database::size)),
                blockRise.orElse(null),
                slow);
    }

    /**
     * How the statements' counters rose in a span.
     *
     * @param rise null if there is none
     * @param unknown why there is none; null if it is not known, or if there is one
     */
    record StatementAnswer(
            @Nullable Rise<StatementCounters> rise,
            @Nullable Unknown unknown) {}

    /** Returns how the statements' counters rose in {@code range}, as far as they were read; without it, {@code fields} are unknown. */
    StatementAnswer statements(TimeRange range, List<String> fields) {
        try {
            PostgresReading reading = reading();
            StatementCounters counters = reading.statements().counters();
            Unknown unknown = reading.statements().unknown();
            if (counters == null) {
                return new StatementAnswer(
                        null, unknown == null ? null : new Unknown(fields, unknown.reason(), unknown.remedy()));
            }
            return new StatementAnswer(
                    statementHistory
                            .between(range.from(), range.to(), new Reading<>(reading.at(), counters))
                            .orElse(null),
                    null);
        } catch (DatabaseLoginMissingException e) {
            return new StatementAnswer(null, new Unknown(fields, e.reason(), DatabaseLoginMissingException.remedy()));
        } catch (DatabaseException e) {
            return new StatementAnswer(null, new Unknown(fields, String.valueOf(e.getMessage()), null));
        }
    }

    /** Records the counters, so that later reports can compare with them. */
    @Scheduled(fixedDelay = "10s")
    void sample() {
        try {
            PostgresReading reading = reading();
            blocks.add(new Reading<>(reading.at(), reading.blocks()));
            StatementCounters counters = reading.statements().counters();
            if (counters != null) {
                statementHistory.add(new Reading<>(reading.at(), counters));
            }
        } catch (DatabaseException e) {
            // Reported by status().
        }
    }

    private PostgresReading reading() {
        return cache.get(KEY, () -> monitored.read(this::read));
    }

    private PostgresReading read() {
        ActivityQueries.Clients clients = activity.clients();
        Integer holder = clients.lockWaits() > 0 ? activity.lockHolder() : null;
        return new PostgresReading(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                clients,
                holder,
                database.blocks(),
                statements.read(clients.role()));
    }

    /** Returns the status to show when PostgreSQL could not be queried. */
    public static PostgresStatus unknown(String reason) {
        return PostgresStatus.down(reason);
    }
}
