package dev.tidemark.ingest.redis;

import io.lettuce.core.AbstractRedisClient;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Measures the commands of a client of lettuce 6 or 7. The adapters of Micronaut and Spring call this; an application that makes a client
 * itself calls it before it connects:
 *
 * <pre>{@code
 * RedisClient client = TidemarkRedis.measure(RedisClient.create("redis://localhost"));
 * }</pre>
 *
 * <p>The client's resources stay as they are, with the application's own tracing and metrics. Thread-safe.
 */
public final class TidemarkRedis {
    // The values hold nothing of the client, so a client that nobody uses any more goes from here, too.
    private static final Map<AbstractRedisClient, CommandCalls> MEASURED =
            Collections.synchronizedMap(new WeakHashMap<>());

    private TidemarkRedis() {}

    /** Returns the same client; connections that it makes from now on are measured. Further calls have no effect. */
    public static <C extends AbstractRedisClient> C measure(C client) {
        CommandCalls added = new CommandCalls();
        if (MEASURED.putIfAbsent(client, added) == null) {
            client.addListener(added.target());
            client.addListener(added);
        }
        return client;
    }
}
