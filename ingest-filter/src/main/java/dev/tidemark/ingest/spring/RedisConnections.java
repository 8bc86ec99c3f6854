package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.ingest.redis.TidemarkRedis;
import io.lettuce.core.AbstractRedisClient;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Measures the commands of Spring Data's clients of Redis before they connect. */
final class RedisConnections implements BeanPostProcessor {
    private final Warnings warnings = new Warnings();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof LettuceConnectionFactory factory && !(bean instanceof ScopedObject)) {
            try {
                measure(factory);
            } catch (RuntimeException | LinkageError e) {
                warnings.warn("Tidemark does not measure the commands of " + name + ": " + e);
            }
        }
        return bean;
    }

    private static void measure(LettuceConnectionFactory factory) {
        // One without early startup has no client yet.
        AbstractRedisClient client = factory.isRunning() ? factory.getNativeClient() : null;
        if (client != null) {
            TidemarkRedis.measure(client);
            if (factory.getEagerInitialization()) {
                // It has connected already.
                factory.resetConnection();
            }
        }
    }
}
