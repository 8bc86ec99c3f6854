package dev.tidemark.query.lettuce;

import dev.tidemark.settings.QuerySetting;
import dev.tidemark.settings.SettingsReader;
import io.lettuce.core.RedisURI;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The monitored Redis.
 *
 * @param uri {@code tidemark.redis.uri}: its address, {@code redis://} or {@code rediss://}, with user and password if
 *     required (default {@code redis://127.0.0.1:16379})
 * @param timeout {@code tidemark.redis.timeout}: the timeout of connecting, and of each reply (default 400 ms)
 */
@Context
public record RedisSettings(RedisURI uri, Duration timeout) {
    @Inject
    RedisSettings(SettingsReader settings) {
        this(settings.get(QuerySetting.REDIS_URI, RedisURI::create), settings.get(QuerySetting.REDIS_TIMEOUT));
    }
}
