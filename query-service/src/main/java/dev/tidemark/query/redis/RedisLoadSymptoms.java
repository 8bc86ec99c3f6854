package dev.tidemark.query.redis;

import dev.tidemark.query.card.Wording;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.redis.BusyCommands.Busy;
import dev.tidemark.query.redis.EvictionWatch.Loss;
import dev.tidemark.query.redis.RedisStats.LookupFigures;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what Redis does too much of: it throws away or refuses what is needed, or one command keeps all others waiting. */
@Singleton
final class RedisLoadSymptoms implements SymptomSource {
    private static final double EVICTIONS = 40;
    private static final double BUSY = 39;

    private final RedisReports reports;
    private final RedisHistories histories;
    private final BusyCommands commands;

    RedisLoadSymptoms(RedisReports reports, RedisHistories histories, BusyCommands commands) {
        this.reports = reports;
        this.histories = histories;
        this.commands = commands;
    }

    @Override
    public String name() {
        return "The load of Redis";
    }

    @Override
    public List<Symptom> symptoms() {
        List<Symptom> symptoms = new ArrayList<>();
        reports.evictions()
                .ifPresent(loss -> symptoms.add(Symptom.degraded(
                        RedisSymptoms.SUBJECT,
                        EVICTIONS,
                        text(loss, reports.status().memoryMaxMb(), mostMissed()))));
        commands.busiest()
                .ifPresent(busy -> symptoms.add(
                        busy.isUsual()
                                ? Symptom.note(RedisSymptoms.SUBJECT, BUSY, text(busy))
                                : Symptom.degraded(RedisSymptoms.SUBJECT, BUSY, text(busy))));
        return symptoms;
    }

    static String text(Busy busy) {
        return "Redis is busy with " + busy.command().toUpperCase(Locale.ROOT) + " for "
                + Wording.percent(busy.percent()) + " of the time, " + busy.millis()
                + " ms at a time, and all other commands wait. Next: see its keys in the slow log at"
                + " /ui/monitoring/redis, then split it, or run it on a replica";
    }

    /** @param missed the prefix with the most misses; null if unknown */
    static String text(Loss loss, @Nullable Double maxMb, @Nullable LookupFigures missed) {
        return (loss.isOfRefusals()
                        ? "Redis refuses " + Math.round(loss.recent().refusedPerMinute())
                                + " commands a minute, because its memory is full and nothing is left to evict,"
                        : "Redis evicts " + Math.round(loss.recent().evictedPerMinute()) + " keys a minute instead of "
                                + Math.round(loss.usual().evictedPerMinute()) + ",")
                + " and finds "
                + Wording.orNone(loss.recent().hitRate(), Wording::percent) + " of what is asked for instead of "
                + Wording.orNone(loss.usual().hitRate(), Wording::percent) + ", since "
                + loss.since().truncatedTo(ChronoUnit.SECONDS).toString().substring(11, 19)
                + " UTC: what is needed does not fit in "
                + (maxMb == null ? "its memory" : maxMb + " MB")
                + (missed == null
                        ? ""
                        : "; most is missed of the keys " + missed.prefix() + ":* (" + missed.misses() + " of "
                                + (missed.hits() + missed.misses()) + " lookups in 5 min)")
                + ". Next: see what fills it at /ui/monitoring/redis, then raise maxmemory or let keys expire sooner";
    }

    private @Nullable LookupFigures mostMissed() {
        try {
            return histories.of(RangeQuery.period("5m"), null, null).prefixes().stream()
                    .max(Comparator.comparingLong(LookupFigures::misses))
                    .filter(prefix -> prefix.misses() > 0)
                    .orElse(null);
        } catch (DatabaseException e) {
            // The evictions are known from Redis itself.
            return null;
        }
    }
}
