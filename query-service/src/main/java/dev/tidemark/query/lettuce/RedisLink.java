package dev.tidemark.query.lettuce;

import dev.tidemark.settings.Secrets;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The only connection to the monitored Redis. A query opens it if it is not open, so there are no reconnect attempts in the
 * background, and the first query after an outage connects at once. Thread-safe.
 */
@Singleton
public final class RedisLink {
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

    /** The host and port of Redis; of one that Sentinel watches, its name there, because the address changes. */
    public String address() {
        return uri.getSentinels().isEmpty() ? uri.getHost() + ":" + uri.getPort() : uri.getSentinelMasterId();
    }

    /**
     * Runs {@code INFO}. Takes at most twice the timeout.
     *
     * @throws RedisAwayException if Redis cannot be reached or does not answer in time
     * @throws RedisRefusedException if Redis rejects the user or the command
     */
    public RedisInfo info() throws RedisAwayException, RedisRefusedException {
        return new RedisInfo(ask("info", commands -> commands.info()));
    }

    /**
     * Runs one command, or several at once. Takes at most twice the timeout.
     *
     * @param command its name as access rules write it, such as {@code memory|usage}
     * @throws RedisAwayException if Redis cannot be reached or does not answer in time
     * @throws RedisRefusedException if Redis rejects the user or the command
     */
    public <T> T ask(String command, Function<RedisAsyncCommands<String, String>, CompletionStage<T>> question)
            throws RedisAwayException, RedisRefusedException {
        StatefulRedisConnection<String, String> open = opened();
        try {
            return within(question.apply(open.async()).toCompletableFuture(), command);
        } catch (RedisAwayException e) {
            discard(open);
            throw e;
        }
    }

    private synchronized StatefulRedisConnection<String, String> opened()
            throws RedisAwayException, RedisRefusedException {
        StatefulRedisConnection<String, String> open = connection;
        if (open == null || !open.isOpen()) {
            connection = null;
            open = connect();
            connection = open;
        }
        return open;
    }

    private synchronized void discard(StatefulRedisConnection<String, String> broken) {
        if (connection == broken) {
            connection = null;
        }
        broken.closeAsync();
    }

    private StatefulRedisConnection<String, String> connect() throws RedisAwayException, RedisRefusedException {
        var opening = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
        try {
            return within(opening, "info");
        } catch (RedisAwayException | RedisRefusedException e) {
            // If it is established after the timeout, nothing else closes it.
            opening.thenAccept(StatefulRedisConnection::closeAsync);
            throw e;
        }
    }

    private <T> T within(Future<T> answer, String command) throws RedisAwayException, RedisRefusedException {
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
            throwIfRefused(Secrets.redact(message), command);
            throw away(Secrets.redact(message));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away("interrupted");
        }
    }

    private void throwIfRefused(String message, String command) throws RedisRefusedException {
        if (message.startsWith("NOPERM")) {
            throw new RedisRefusedException(
                    "Redis at " + address() + " does not allow user " + user() + " to run " + written(command) + ": "
                            + message,
                    "run ACL SETUSER " + user() + (isOfKeys(message) ? " ~*" : " +" + command + " +ping"));
        }
        if (message.startsWith("NOAUTH") || message.startsWith("WRONGPASS") || message.startsWith("ERR AUTH")) {
            throw new RedisRefusedException(
                    "Redis at " + address() + " requires valid credentials: " + message,
                    "set TIDEMARK_REDIS_URI to " + uriWithLogin());
        }
        if (message.startsWith("ERR unknown command")) {
            // The arguments, which follow, may be names of keys.
            int end = message.indexOf(", with args");
            throw new RedisRefusedException(
                    "Redis at " + address() + " does not support " + written(command) + ": "
                            + (end < 0 ? message : message.substring(0, end)),
                    "check whether rename-command disables " + written(command));
        }
    }

    /** Whether the command is allowed, but not the key. */
    private static boolean isOfKeys(String message) {
        return message.contains("access a key") || message.contains("access one of the keys");
    }

    private static String written(String command) {
        return command.toUpperCase(Locale.ROOT).replace('|', ' ');
    }

    private String uriWithLogin() {
        if (uri.getSentinels().isEmpty()) {
            return (uri.isSsl() ? "rediss" : "redis") + "://USER:PASSWORD@" + address();
        }
        return "redis-sentinel://USER:PASSWORD@"
                + uri.getSentinels().stream()
                        .map(sentinel -> sentinel.getHost() + ":" + sentinel.getPort())
                        .collect(Collectors.joining(","))
                + "#" + address();
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
