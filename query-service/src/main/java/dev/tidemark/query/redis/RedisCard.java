package dev.tidemark.query.redis;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.Card.Fact;
import dev.tidemark.query.card.Card.Group;
import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.card.State;
import dev.tidemark.query.card.Wording;
import dev.tidemark.query.range.TimeRanges;
import jakarta.inject.Singleton;
import java.util.List;

/** The Redis card of the landing page. */
@Singleton
final class RedisCard implements CardSource {
    private final RedisReports reports;
    private final TimeRanges ranges;

    RedisCard(RedisReports reports, TimeRanges ranges) {
        this.reports = reports;
        this.ranges = ranges;
    }

    @Override
    public String id() {
        return "card-redis";
    }

    @Override
    public String title() {
        return "Redis";
    }

    @Override
    public String figure() {
        return "redis.hit_rate";
    }

    @Override
    public int getOrder() {
        return 20;
    }

    @Override
    public Card card(Request request) {
        RedisStatus redis = reports.status(ranges.of(request.range()));
        if (!redis.connected()) {
            return Card.unknown(this, State.DEGRADED, "hit rate").says("unreachable");
        }
        return Card.of(
                        this,
                        State.of(RedisSymptoms.of(redis), redis.isJudged()),
                        Wording.orNone(redis.hitRate(), Wording::percent),
                        Wording.counted("hit rate", redis.countedFrom(), redis.countedTo()),
                        List.of(new Group("", facts(redis))))
                .unknown(redis.unknown());
    }

    private static List<Fact> facts(RedisStatus redis) {
        return List.of(
                memory(redis),
                Fact.of("keys", Wording.orNone(redis.keysTotal(), Wording::count)),
                Fact.of(
                        Wording.counted("evicted", redis.countedFrom(), redis.countedTo()),
                        Wording.orNone(redis.evictedKeys(), Wording::count)),
                Fact.of("clients", Wording.orNone(redis.connectedClients(), Wording::count)),
                Fact.of("commands", Wording.orNone(redis.opsPerSecond(), rate -> Wording.perSecond(rate))));
    }

    /** Shows a gauge only for maxmemory: the memory of the host is shared with other processes. */
    private static Fact memory(RedisStatus redis) {
        String used = Wording.orNone(redis.memoryUsedMb(), Wording::megabytes);
        Double percent = redis.memoryPercent();
        return switch (redis.memoryLimit()) {
            case MAXMEMORY -> {
                String value = used + " / " + Wording.orNone(redis.memoryMaxMb(), Wording::megabytes);
                yield percent == null
                        ? Fact.of("memory", value)
                        : Fact.full("memory", value, percent, RedisSymptoms.FULL_PERCENT);
            }
            case SYSTEM -> Fact.of("memory", used + ", no maxmemory");
            case UNKNOWN -> Fact.of("memory", used);
        };
    }
}
