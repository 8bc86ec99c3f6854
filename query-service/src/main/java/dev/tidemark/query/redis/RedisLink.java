package dev.tidemark.query.redis;

import dev.tidemark.settings.Secrets;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The only connection to the monitored Redis. A query opens it if it is not open, so there are no reconnect attempts in the
 * background, and the first query after an outage connects at once. Thread-safe.
 */
@Singleton
final class RedisLink {
    private final RedisSettings settings;
    private final ClientResources resources;
    private final RedisClient client;
    private final RedisURI uri;
    private @Nullable StatefulRedisConnection<String, String> connection;

    RedisLink(RedisSettings settings) {
        this.settings = settings;
        this.uri = settings.uri();
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        this.client = RedisClient.create(resources);
        this.client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .protocolVersion(ProtocolVersion.RESP2)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.timeout())
                        .build())
                .build());
    }

    /** The host and port of Redis. */
    String address() {
        return uri.getHost() + ":" + uri.getPort();
    }

    /**
     * Runs {@code INFO}. Takes at most twice the timeout.
     *
     * @throws RedisAwayException if Redis cannot be reached or does not answer in time
     * @throws RedisRefusedException if Redis rejects the user or the command
     */
    synchronized RedisInfo info() throws RedisAwayException, RedisRefusedException {
        StatefulRedisConnection<String, String> open = connection;
        try {
            if (open == null || !open.isOpen()) {
                open = connect();
                connection = open;
            }
            return new RedisInfo(within(open.async().info()));
        } catch (RedisAwayException e) {
            connection = null;
            if (open != null) {
                open.closeAsync();
            }
            throw e;
        }
    }

    private StatefulRedisConnection<String, String> connect() throws RedisAwayException, RedisRefusedException {
        var opening = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
        try {
            return within(opening);
        } catch (RedisAwayException | RedisRefusedException e) {
            // If it is established after the timeout, nothing else closes it.
            opening.thenAccept(StatefulRedisConnection::closeAsync);
            throw e;
        }
    }

    private <T> T within(Future<T> answer) throws RedisAwayException, RedisRefusedException {
        Duration timeout = settings.timeout();
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw away("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throwIfRefused(Secrets.redact(message));
            throw away(Secrets.redact(message));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away("interrupted");
        }
    }

    private void throwIfRefused(String message) throws RedisRefusedException {
        if (message.startsWith("NOPERM")) {
            throw new RedisRefusedException(
                    "Redis at " + address() + " does not allow user " + user() + " to run INFO: " + message,
                    "run ACL SETUSER " + user() + " +info +ping");
        }
        if (message.startsWith("NOAUTH") || message.startsWith("WRONGPASS") || message.startsWith("ERR AUTH")) {
            throw new RedisRefusedException(
                    "Redis at " + address() + " requires valid credentials: " + message,
                    "set TIDEMARK_REDIS_URI to redis://USER:PASSWORD@" + address());
        }
        if (message.startsWith("ERR unknown command")) {
            throw new RedisRefusedException(
                    "Redis at " + address() + " does not support INFO: " + message,
                    "check whether rename-command disables INFO");
        }
    }

    private String user() {
        RedisCredentials credentials =
                uri.getCredentialsProvider().resolveCredentials().toFuture().getNow(null);
        return credentials != null && credentials.hasUsername() ? credentials.getUsername() : "default";
    }

    private RedisAwayException away(String why) {
        return new RedisAwayException("Redis at " + address() + " does not answer: " + why);
    }

    @PreDestroy
    void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        resources.shutdown(0, 1, TimeUnit.SECONDS);
    }
}
