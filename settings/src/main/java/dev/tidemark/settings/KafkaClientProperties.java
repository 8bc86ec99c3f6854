package dev.tidemark.settings;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Properties for all Kafka clients of a component: {@code TIDEMARK_KAFKA_CLIENT_SECURITY_PROTOCOL}, or the system
 * property {@code tidemark.kafka.client.security.protocol}, sets {@code security.protocol}. Some properties cannot be
 * set, because Tidemark's guarantees depend on them.
 */
public final class KafkaClientProperties {
    /** The prefix of the environment variables. */
    public static final String VARIABLE_PREFIX = "TIDEMARK_KAFKA_CLIENT_";

    /** The prefix of the system properties. */
    public static final String PROPERTY_PREFIX = "tidemark.kafka.client.";

    /** Kafka Streams accepts these prefixes, which set a property for some of its clients only. */
    private static final Pattern STREAMS_PREFIX =
            Pattern.compile("^(?:(?:main|restore|global)\\.consumer|consumer|producer|admin)\\.");

    private static final String STORED_ONCE = "storing each event exactly once depends on Tidemark's value";
    private static final String GROUPS = "Tidemark names its consumer groups and their members";
    private static final String BYTES = "Tidemark's clients read and write bytes";
    private static final String STREAMS = "Tidemark configures Kafka Streams";
    private static final Map<String, String> RESERVED = reserved();

    private KafkaClientProperties() {}

    private static Map<String, String> reserved() {
        Map<String, String> all = new TreeMap<>();
        all.put("bootstrap.servers", "set TIDEMARK_KAFKA_BOOTSTRAP_SERVERS instead");
        for (String name : new String[] {
            "acks",
            "auto.offset.reset",
            "delivery.timeout.ms",
            "enable.auto.commit",
            "enable.idempotence",
            "isolation.level",
            "max.in.flight.requests.per.connection",
            "partition.assignment.strategy",
            "processing.guarantee",
            "transaction.two.phase.commit.enable",
            "transactional.id"
        }) {
            all.put(name, STORED_ONCE);
        }
        for (String name : new String[] {"group.id", "group.instance.id", "group.protocol"}) {
            all.put(name, GROUPS);
        }
        for (String name : new String[] {
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "default.key.serde",
            "default.value.serde"
        }) {
            all.put(name, BYTES);
        }
        for (String name : new String[] {
            "application.id",
            "commit.interval.ms",
            "num.standby.replicas",
            "num.stream.threads",
            "replication.factor",
            "state.dir"
        }) {
            all.put(name, STREAMS);
        }
        all.put("interceptor.classes", "Tidemark installs its own interceptors");
        all.put("allow.auto.create.topics", "Tidemark creates its topics");
        return all;
    }

    /** The properties that cannot be set, and why. */
    static Map<String, String> reservedNames() {
        return RESERVED;
    }

    /** Client properties by Kafka's names. System properties override variables; an empty value counts as not set. */
    static Map<String, String> read(Map<String, String> properties, Map<String, String> environment) {
        Map<String, String> client = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(VARIABLE_PREFIX)) {
                String property = name.substring(VARIABLE_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                put(client, property, name, value);
            }
        });
        properties.forEach((name, value) -> {
            if (name.startsWith(PROPERTY_PREFIX)) {
                put(client, Names.canonical(name.substring(PROPERTY_PREFIX.length())), name, value);
            }
        });
        return client;
    }

    /**
     * Checks that application code may set a property.
     *
     * @throws SettingException if Tidemark sets it
     */
    public static void check(String property) {
        check(property, property);
    }

    private static void put(Map<String, String> client, String property, String written, String value) {
        if (value.isBlank()) {
            return;
        }
        check(property, written);
        client.put(property, value.strip());
    }

    private static void check(String property, String written) {
        @Nullable String reason = RESERVED.get(STREAMS_PREFIX.matcher(property).replaceFirst(""));
        if (reason != null) {
            throw SettingException.reserved(written, reason);
        }
    }
}
