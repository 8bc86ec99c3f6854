package dev.tidemark.query.redis;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import dev.tidemark.query.redis.RedisStats.CommandFigures;
import dev.tidemark.query.redis.RedisStats.LookupFigures;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The tables of Redis that can be downloaded. */
@Factory
final class RedisExports {
    private final RedisHistories histories;

    RedisExports(RedisHistories histories) {
        this.histories = histories;
    }

    private record Export<T>(String table, String description, Class<T> type, Function<ExportQuery, List<T>> rows)
            implements ExportSource {
        @Override
        public ExportTable read(ExportQuery query) {
            return ExportTable.of(type, rows.apply(query));
        }
    }

    @Singleton
    ExportSource redisHistory() {
        return new Export<>(
                "redis_history",
                "a step of the span, with the figures of Redis",
                RedisStats.Point.class,
                query -> stats(query).points());
    }

    @Singleton
    ExportSource redisCommands() {
        return new Export<>(
                "redis_commands",
                "a command of Redis, the one that took most time first",
                CommandFigures.class,
                query -> stats(query).commands());
    }

    @Singleton
    ExportSource redisPrefixes() {
        return new Export<>(
                "redis_prefixes",
                "the calls of Redis with one prefix of keys; at most 100",
                LookupFigures.class,
                query -> stats(query).prefixes());
    }

    @Singleton
    ExportSource redisEndpoints() {
        return new Export<>(
                "redis_endpoints",
                "the calls of Redis by one endpoint; at most 100",
                LookupFigures.class,
                query -> stats(query).endpoints());
    }

    @Singleton
    ExportSource redisKeys(RedisKeyReports keys) {
        return new Export<>(
                "redis_keys",
                "a prefix of keys, as the last pass of the span found it",
                RedisKeys.PrefixKeys.class,
                query -> keys.of(query.range(), null).prefixes());
    }

    @Singleton
    ExportSource redisSlowlog(RedisSlowlogs slowlogs) {
        return new Export<>(
                "redis_slowlog",
                "a slow command of Redis, without values",
                RedisSlowlog.Entry.class,
                query -> Objects.requireNonNullElse(
                        slowlogs.of(query.range(), null).entries(), List.of()));
    }

    private RedisStats stats(ExportQuery query) {
        return histories.of(query.range(), query.service(), null);
    }
}
