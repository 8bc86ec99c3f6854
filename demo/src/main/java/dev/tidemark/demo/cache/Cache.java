package dev.tidemark.demo.cache;

import dev.tidemark.demo.RateLimiter;
import dev.tidemark.ingest.redis.TidemarkRedis;
import dev.tidemark.settings.Secrets;
import dev.tidemark.settings.SettingType;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Strings in Redis that expire. Redis may be down at any time, even at the start: then nothing is found or stored, and callers
 * continue without it. Once it is back, it is used again. Thread-safe.
 */
public final class Cache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cache.class);
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final Duration RECONNECT = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final ClientResources resources;
    private final RedisClient client;
    private final Thread connector;
    private final RateLimiter warnings = new RateLimiter(QUIET);
    private volatile @Nullable StatefulRedisConnection<String, String> connection;
    private volatile boolean failing;
    private volatile long retryNanos;

    /**
     * Parses the address of a Redis.
     *
     * @throws IllegalArgumentException if it has another scheme, or no host
     */
    public static URI address(String text) {
        return SettingType.address("redis://host:port", "redis", "rediss")
                .parser()
                .apply(text);
    }

    /** Returns at once; the connection is made in the background. */
    public Cache(URI address) {
        this.resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.constant(RECONNECT))
                .build();
        RedisURI uri = RedisURI.create(address);
        uri.setTimeout(TIMEOUT);
        this.client = TidemarkRedis.measure(RedisClient.create(resources, uri));
        this.client.setOptions(ClientOptions.builder()
                // Do not queue commands until Redis is back, because requests would wait for them.
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
                .build());
        this.connector = Thread.ofPlatform().daemon().name("redis-connect").start(this::connect);
    }

    /** Returns the string of a key; null if there is none, or Redis is down. */
    public @Nullable String get(String key) {
        return ask(redis -> redis.get(key));
    }

    /** Stores a string that expires. */
    public void put(String key, String value, Duration lifetime) {
        ask(redis -> redis.psetex(key, lifetime.toMillis(), value));
    }

    /** Removes a string. */
    public void remove(String key) {
        ask(redis -> redis.del(key));
    }

    /** Returns whether Redis answered the last time. */
    public boolean isReady() {
        return connection != null && !failing;
    }

    /** Runs a command; null if there is no answer, or Redis is down. */
    <T> @Nullable T ask(Function<RedisCommands<String, String>, @Nullable T> command) {
        StatefulRedisConnection<String, String> open = connection;
        if (open == null || (failing && System.nanoTime() - retryNanos < 0)) {
            return null;
        }
        try {
            T answer = command.apply(open.sync());
            if (failing) {
                failing = false;
                LOG.info("Redis answers again");
            }
            return answer;
        } catch (RedisException e) {
            retryNanos = System.nanoTime() + RECONNECT.toNanos();
            failing = true;
            warn(e);
            return null;
        }
    }

    private void connect() {
        while (connection == null) {
            try {
                connection = client.connect();
                LOG.info("Redis answers");
            } catch (RedisException e) {
                warn(e);
                try {
                    Thread.sleep(RECONNECT);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }

    private void warn(RedisException e) {
        warnings.permit()
                .ifPresent(held -> LOG.warn(
                        "Redis is down, continuing without it: {} ({} more since the last such line)",
                        Secrets.redact(String.valueOf(e.getMessage())),
                        held));
    }

    @Override
    public void close() {
        connector.interrupt();
        client.shutdown(Duration.ZERO, Duration.ofMillis(500));
        resources.shutdown(0, 500, TimeUnit.MILLISECONDS);
    }
}
