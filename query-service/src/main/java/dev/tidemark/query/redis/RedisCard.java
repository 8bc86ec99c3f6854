package dev.tidemark.query.redis;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.Card.Fact;
import dev.tidemark.query.card.Card.Group;
import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.card.State;
import dev.tidemark.query.card.Wording;
import jakarta.inject.Singleton;
import java.util.List;

/** Redis on the landing page. */
@Singleton
final class RedisCard implements CardSource {
    private final RedisReports reports;

    RedisCard(RedisReports reports) {
        this.reports = reports;
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
    public int getOrder() {
        return 20;
    }

    @Override
    public Card card(Request request) {
        RedisStatus redis = reports.status();
        if (!redis.connected()) {
            return Card.unknown(this, State.DEGRADED, "hit rate").says("away");
        }
        return Card.of(
                this,
                State.of(RedisSymptoms.of(redis)),
                redis.lookups() > 0 ? Wording.percent(redis.hitRate()) : Wording.NONE,
                "hit rate since it started",
                List.of(new Group(
                        "",
                        List.of(
                                Fact.full(
                                        "memory",
                                        Wording.megabytes(redis.memoryUsedMb()) + " / "
                                                + (redis.memoryMaxMb() > 0
                                                        ? Wording.megabytes(redis.memoryMaxMb())
                                                        : "no limit"),
                                        redis.memoryPercent(),
                                        RedisSymptoms.FULL_PERCENT),
                                Fact.of("keys", Wording.count(redis.keysTotal())),
                                Fact.of("evicted", Wording.count(redis.evictedKeys())),
                                Fact.of("clients", Wording.count(redis.connectedClients())),
                                Fact.of("commands", Wording.perSecond(redis.opsPerSecond()))))));
    }
}
