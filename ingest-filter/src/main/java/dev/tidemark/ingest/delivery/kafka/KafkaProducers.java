package dev.tidemark.ingest.delivery.kafka;

import dev.tidemark.ingest.settings.Settings;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens producers of a copy of Kafka's client ({@link KafkaClassLoader}), or of the application's client if the copy
 * would not work. For any thread.
 */
public final class KafkaProducers implements EventProducers {
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String NO_BACK_END = "org.slf4j.helpers.NOP_FallbackServiceProvider";

    private final Settings settings;
    private volatile @Nullable KafkaClassLoader copy;

    public KafkaProducers(Settings settings) {
        this.settings = settings;
        this.copy = canCopy(settings.kafkaClient()) ? new KafkaClassLoader(application()) : null;
    }

    @Override
    public EventProducer open(String clientId) {
        KafkaClassLoader loader = copy;
        if (loader != null) {
            try {
                return open(loader, ProducerProperties.of(settings, clientId, true));
            } catch (ReflectiveOperationException | LinkageError | UnsupportedOperationException e) {
                // A native image, for example, defines no classes.
                copy = null;
            }
        }
        return KafkaEventProducer.open(ProducerProperties.of(settings, clientId, false));
    }

    private EventProducer open(KafkaClassLoader loader, Map<String, Object> properties)
            throws ReflectiveOperationException {
        // Security providers are global. With the application's one registered first, its clients are never served by
        // ours. Ours are served by the application's, which works without SCRAM's extensions.
        if (mechanism(settings.kafkaClient()).startsWith("SCRAM-")) {
            Class.forName(SCRAM, true, application());
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Kafka looks for classes here, and so does the JDK for Kafka's login modules. Kafka's threads inherit it.
        thread.setContextClassLoader(loader);
        try {
            return (EventProducer) Class.forName(KafkaEventProducer.class.getName(), true, loader)
                    .getMethod("open", Map.class)
                    .invoke(null, properties);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            throw e;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    boolean isCopied() {
        return copy != null;
    }

    private static ClassLoader application() {
        return KafkaProducers.class.getClassLoader();
    }

    /** A class that the application provides implements the application's copy of Kafka's interfaces. */
    private static boolean canCopy(Map<String, String> client) {
        return client.keySet().stream().noneMatch(KafkaProducers::namesClasses)
                && isCopiedLogin(client)
                && System.getProperty("slf4j.provider") == null
                && isPresent(NO_BACK_END);
    }

    private static boolean namesClasses(String property) {
        return property.endsWith(".class")
                || property.endsWith(".classes")
                || property.endsWith(".reporters")
                || property.endsWith(".providers");
    }

    private static boolean isCopiedLogin(Map<String, String> client) {
        String protocol = client.getOrDefault("security.protocol", "").toUpperCase(Locale.ROOT);
        String mechanism = mechanism(client);
        return !protocol.startsWith("SASL")
                || mechanism.equals("PLAIN")
                || (mechanism.startsWith("SCRAM-")
                        && !client.getOrDefault("sasl.jaas.config", "").contains("tokenauth"));
    }

    private static String mechanism(Map<String, String> client) {
        return client.getOrDefault("sasl.mechanism", "").toUpperCase(Locale.ROOT);
    }

    static boolean isPresent(String type) {
        try {
            Class.forName(type, false, application());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
