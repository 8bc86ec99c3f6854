package dev.tidemark.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How Redis runs.
 *
 * @param folder its working folder; null for a temporary one
 * @param log the file for its output; null for {@code redis.log} beside the folder
 * @param port the port on loopback; 0 for a free one
 * @param maxMemoryMegabytes how much it may hold, in MiB, before it drops the keys that were used least; 64 by default
 */
public record RedisSettings(@Nullable Path folder, @Nullable Path log, int port, int maxMemoryMegabytes) {

    /** A temporary folder, a free port, 64 MiB. */
    public static RedisSettings temporary() {
        return new RedisSettings(null, null, 0, 64);
    }

    /** Over a fixed folder and port, with 64 MiB. */
    public static RedisSettings fixed(Path folder, Path log, int port) {
        return new RedisSettings(folder, log, port, 64);
    }

    DataDirectory directory() {
        return DataDirectory.of("redis", folder, log);
    }
}
