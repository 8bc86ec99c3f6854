package dev.tidemark.query.redis;

import dev.tidemark.settings.QuerySetting;
import dev.tidemark.settings.SettingsReader;
import io.lettuce.core.RedisURI;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The Redis that is looked at.
 *
 * @param uri {@code tidemark.redis.uri}: its address, {@code redis://} or {@code rediss://}, with user and password if it
 *     wants them; {@code redis://127.0.0.1:16379}
 * @param timeout {@code tidemark.redis.timeout}: how long to wait for a connection, and again for an answer; 400 ms
 */
@Context
record RedisSettings(RedisURI uri, Duration timeout) {
    @Inject
    RedisSettings(SettingsReader settings) {
        this(settings.get(QuerySetting.REDIS_URI, RedisURI::create), settings.get(QuerySetting.REDIS_TIMEOUT));
    }
}
