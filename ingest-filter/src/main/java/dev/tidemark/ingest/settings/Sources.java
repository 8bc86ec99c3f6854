package dev.tidemark.ingest.settings;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Where settings come from that the application's code does not set.
 *
 * @param properties system properties
 * @param environment environment variables
 */
record Sources(Map<String, String> properties, Map<String, String> environment) {
    private static final String CLIENT_PROPERTY = "tidemark.kafka.client.";
    private static final String CLIENT_VARIABLE = "TIDEMARK_KAFKA_CLIENT_";

    static Sources ofProcess() {
        Properties system = System.getProperties();
        Map<String, String> properties = new HashMap<>();
        for (String name : system.stringPropertyNames()) {
            properties.put(name, system.getProperty(name));
        }
        return new Sources(properties, System.getenv());
    }

    /** The value of a setting as it was written; its default if it is nowhere. An empty value counts as none. */
    String value(Setting setting) {
        String property = properties.getOrDefault(setting.property(), "").strip();
        if (!property.isEmpty()) {
            return property;
        }
        String variable =
                environment.getOrDefault(setting.environmentVariable(), "").strip();
        return variable.isEmpty() ? setting.defaultValue() : variable;
    }

    /** Properties of Kafka's producer. */
    Map<String, String> kafkaClient() {
        Map<String, String> client = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(CLIENT_VARIABLE)) {
                String property = name.substring(CLIENT_VARIABLE.length());
                client.put(property.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        properties.forEach((name, value) -> {
            if (name.startsWith(CLIENT_PROPERTY)) {
                client.put(name.substring(CLIENT_PROPERTY.length()), value);
            }
        });
        return client;
    }
}
