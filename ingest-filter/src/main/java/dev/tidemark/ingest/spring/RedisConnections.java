package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.redis.TidemarkRedis;
import io.lettuce.core.AbstractRedisClient;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Measures the commands of Spring Data's clients of Redis before they connect. */
final class RedisConnections implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof LettuceConnectionFactory factory) {
            measure(factory);
        }
        return bean;
    }

    private static void measure(LettuceConnectionFactory factory) {
        AbstractRedisClient client = factory.getNativeClient();
        if (client != null) {
            TidemarkRedis.measure(client);
            if (factory.getEagerInitialization()) {
                // It has connected already.
                factory.resetConnection();
            }
        }
    }
}
