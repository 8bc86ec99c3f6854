package dev.tidemark.ingest.delivery.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of Kafka's client and of SLF4J a second time, from the application's own jars. This copy of SLF4J
 * has no logging back end, so the filter's producer writes nothing to the application's log, whatever that is, while
 * the application's Kafka clients keep their lines. Two levels do not work for that: Kafka's loggers are shared by all
 * clients.
 *
 * <p>The copy of lz4-java cannot reach its variants that make JVMs since 24 print warnings: the native one is only for
 * the system class loader, and the one with {@code sun.misc.Unsafe} is hidden here. Everything else comes from the
 * application's class loader.
 */
final class KafkaClassLoader extends ClassLoader {
    private static final List<String> COPIED =
            List.of("org.apache.kafka.", "org.slf4j.", "net.jpountz.", KafkaEventProducer.class.getName());
    private static final List<String> HIDDEN = List.of(
            "net.jpountz.util.UnsafeUtils",
            "net.jpountz.lz4.LZ4JavaUnsafe",
            "net.jpountz.lz4.LZ4HCJavaUnsafe",
            "net.jpountz.xxhash.XXHash32JavaUnsafe",
            "net.jpountz.xxhash.XXHash64JavaUnsafe",
            "net.jpountz.xxhash.StreamingXXHash32JavaUnsafe",
            "net.jpountz.xxhash.StreamingXXHash64JavaUnsafe");
    private static final String BACK_ENDS = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
    private static final String NO_BACK_END = "META-INF/tidemark/org.slf4j.spi.SLF4JServiceProvider";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader application;

    /** @param application has Kafka's client */
    KafkaClassLoader(ClassLoader application) {
        // Not the application's as parent: a ServiceLoader would look for logging back ends in the modules of all
        // parents.
        super("tidemark-kafka", ClassLoader.getPlatformClassLoader());
        this.application = application;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (COPIED.stream().noneMatch(name::startsWith)) {
            return application.loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (HIDDEN.stream().anyMatch(name::startsWith)) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = application.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, KafkaClassLoader.class.getProtectionDomain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        return application.getResource(name.equals(BACK_ENDS) ? NO_BACK_END : name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (name.equals(BACK_ENDS)) {
            URL none = application.getResource(NO_BACK_END);
            return none == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(none));
        }
        return application.getResources(name);
    }
}
