package dev.tidemark.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One backend of each kind, shared by all tests of a JVM. It is started at first use with a temporary folder and a free port, and
 * stopped when the JVM exits. A test that kills or restarts a backend must create its own.
 */
public final class Backends {

    private static final Deque<Backend> STARTED = new ArrayDeque<>();

    private static @Nullable KafkaBroker kafka;
    private static @Nullable PostgresServer postgres;
    private static @Nullable PostgresServer monitored;
    private static @Nullable RedisServer redis;

    private Backends() {}

    /** The shared broker, running. Each test uses its own topics. */
    public static synchronized KafkaBroker kafka() {
        if (kafka == null) {
            kafka = started(new KafkaBroker(KafkaSettings.temporary()));
        }
        return kafka;
    }

    /** The shared PostgreSQL, running. Each test creates its own database with {@link PostgresServer#createDatabase(String)}. */
    public static synchronized PostgresServer postgres() {
        if (postgres == null) {
            postgres = started(new PostgresServer(PostgresSettings.temporary()));
        }
        return postgres;
    }

    /** The PostgreSQL that the query service watches in tests: {@link #postgres()}, unless another version was chosen. */
    public static synchronized PostgresServer monitoredPostgres() {
        PostgresSettings settings = PostgresSettings.monitored();
        if (settings.binaries() == null) {
            return postgres();
        }
        if (monitored == null) {
            monitored = started(new PostgresServer(settings));
        }
        return monitored;
    }

    /** The shared Redis, running. Each test uses its own key prefix. */
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
