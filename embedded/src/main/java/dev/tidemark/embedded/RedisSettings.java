package dev.tidemark.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a Redis server.
 *
 * @param folder the working folder; null for a temporary one
 * @param log the log file; null for {@code redis.log} next to the folder
 * @param port the port on loopback; 0 for a free one
 * @param maxMemoryMegabytes the memory limit in MiB, at which the least used keys are evicted (default 64)
 * @param access the users; null for none, for tests
 */
public record RedisSettings(
        @Nullable Path folder,
        @Nullable Path log,
        int port,
        int maxMemoryMegabytes,
        @Nullable ServerAccess access) {

    /** A temporary folder, a free port, 64 MiB. */
    public static RedisSettings temporary() {
        return new RedisSettings(null, null, 0, 64, null);
    }

    /** A fixed folder and port, 64 MiB. */
    public static RedisSettings fixed(Path folder, Path log, int port) {
        return new RedisSettings(folder, log, port, 64, null);
    }

    /** The same settings with these users; only for child processes. */
    public RedisSettings with(ServerAccess users) {
        return new RedisSettings(folder, log, port, maxMemoryMegabytes, users);
    }

    DataDirectory directory() {
        return DataDirectory.of("redis", folder, log);
    }
}
