package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.redis.TidemarkRedis;
import io.lettuce.core.AbstractRedisClient;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/** Measures the commands of the application's clients of Redis. */
@Singleton
@Requires(classes = AbstractRedisClient.class)
@Requires(property = "tidemark.enabled", notEquals = "false")
@Requires(property = "tidemark.calls.enabled", notEquals = "false")
final class RedisClients implements BeanCreatedEventListener<AbstractRedisClient> {

    @Override
    public AbstractRedisClient onCreated(BeanCreatedEvent<AbstractRedisClient> event) {
        return TidemarkRedis.measure(event.getBean());
    }
}
