package dev.tidemark.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One backend of each kind for all the tests of a JVM: started by the first that asks, over a temporary folder and a free port, ended
 * with the JVM. A test that kills or restarts a backend makes one of its own.
 */
public final class Backends {

    private static final Deque<Backend> STARTED = new ArrayDeque<>();

    private static @Nullable KafkaBroker kafka;
    private static @Nullable PostgresServer postgres;
    private static @Nullable RedisServer redis;

    private Backends() {}

    /** The shared broker, running. Tests keep apart by the names of their topics. */
    public static synchronized KafkaBroker kafka() {
        if (kafka == null) {
            kafka = started(new KafkaBroker(KafkaSettings.temporary()));
        }
        return kafka;
    }

    /** The shared PostgreSQL, running. Tests keep apart by {@link PostgresServer#createDatabase(String)}. */
    public static synchronized PostgresServer postgres() {
        if (postgres == null) {
            postgres = started(new PostgresServer(PostgresSettings.temporary()));
        }
        return postgres;
    }

    /** The shared Redis, running. Tests keep apart by the prefixes of their keys. */
    public static synchronized RedisServer redis() {
        if (redis == null) {
            redis = started(new RedisServer(RedisSettings.temporary()));
        }
        return redis;
    }

    private static <B extends Backend> B started(B backend) {
        if (STARTED.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(Backends::closeAll, "backends-close"));
        }
        STARTED.push(backend);
        backend.start();
        return backend;
    }

    private static synchronized void closeAll() {
        while (!STARTED.isEmpty()) {
            STARTED.pop().close();
        }
    }
}
