package dev.tidemark.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of one component. Sources, in descending priority: values set by code, system properties,
 * environment variables, the properties of the application's framework, defaults. An empty value counts as not set. The words of a property may be separated by dots
 * or dashes. Immutable: copies its sources when it is created.
 */
public final class SettingsReader {
    private final Component component;
    private final Map<Setting<?>, String> own;
    private final Map<String, String> properties;
    private final Map<String, Written> canonical;
    private final Map<String, String> environment;
    private final Map<String, String> framework;
    private final Map<String, Written> ofFramework;

    private record Written(String name, String value) {}

    /**
     * @param properties system properties
     * @param environment environment variables
     */
    public SettingsReader(Component component, Map<String, String> properties, Map<String, String> environment) {
        this(component, Map.of(), properties, environment, Map.of());
    }

    private SettingsReader(
            Component component,
            Map<Setting<?>, String> own,
            Map<String, String> properties,
            Map<String, String> environment,
            Map<String, String> framework) {
        this.component = component;
        this.own = Map.copyOf(own);
        this.properties = new TreeMap<>(properties);
        this.environment = Map.copyOf(environment);
        this.framework = new TreeMap<>(framework);
        this.canonical = canonical(this.properties);
        this.ofFramework = canonical(this.framework);
    }

    private static Map<String, Written> canonical(Map<String, String> properties) {
        Map<String, Written> canonical = new HashMap<>();
        properties.forEach((name, value) -> {
            if (!value.isBlank()) {
                canonical.putIfAbsent(Names.canonical(name), new Written(name, value));
            }
        });
        return canonical;
    }

    /** Reads the system properties and environment variables of this JVM. */
    public static SettingsReader ofProcess(Component component) {
        return new SettingsReader(component, toMap(System.getProperties()), System.getenv());
    }

    /** Reads only these properties. */
    public static SettingsReader of(Component component, Properties properties) {
        return new SettingsReader(component, toMap(properties), Map.of());
    }

    private static Map<String, String> toMap(Properties properties) {
        Map<String, String> map = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            map.put(name, properties.getProperty(name));
        }
        return map;
    }

    /** The same, overridden by values set by the component's code. */
    public SettingsReader with(Map<? extends Setting<?>, String> set) {
        Map<Setting<?>, String> all = new HashMap<>(own);
        all.putAll(set);
        return new SettingsReader(component, all, properties, environment, framework);
    }

    /** The same, with properties of the application's framework, which the environment overrides. */
    public SettingsReader above(Map<String, String> properties) {
        return new SettingsReader(component, own, this.properties, environment, properties);
    }

    /**
     * The value of a setting, or its default.
     *
     * @throws SettingException if the value does not have the setting's form
     */
    public <T> T get(Setting<T> setting) {
        return get(setting, setting.type().parser());
    }

    /** The same with the caller's parser, which throws {@link IllegalArgumentException} for a wrong value. */
    public <T> T get(Setting<?> setting, Function<String, ? extends T> parser) {
        String otherwise = setting.defaultFor(component);
        Written written = written(setting);
        return written == null
                ? parse(setting, parser, new Written(setting.property(), otherwise))
                : parse(setting, parser, written);
    }

    /** The value of a setting, if a user has set it. */
    public <T> Optional<T> find(Setting<T> setting) {
        setting.defaultFor(component);
        Written written = written(setting);
        return written == null
                ? Optional.empty()
                : Optional.of(parse(setting, setting.type().parser(), written));
    }

    /** Whether a user has set it to any value. */
    public boolean isSet(Setting<?> setting) {
        return written(setting) != null;
    }

    /** An error for a value that the reader rejects for reasons of its own, with the name as the user wrote it. */
    public SettingException wrong(Setting<?> setting, String expected) {
        Written written = written(setting);
        return written == null
                ? SettingException.wrongValue(setting.property(), setting.defaultFor(component), expected)
                : SettingException.wrongValue(written.name(), written.value(), expected);
    }

    /**
     * Properties for all Kafka clients of the component, by Kafka's names.
     *
     * @throws SettingException if Tidemark does not allow one of them
     */
    public Map<String, String> kafkaClient() {
        Map<String, String> client = KafkaClientProperties.read(framework, Map.of());
        client.putAll(KafkaClientProperties.read(properties, environment));
        return client;
    }

    /**
     * Names that look like settings of Tidemark but are not, as the user wrote them; each with the correct name if it
     * can be guessed.
     */
    public List<String> unknown() {
        Set<String> names = new TreeSet<>(environment.keySet());
        names.addAll(properties.keySet());
        names.addAll(framework.keySet());
        return names.stream().filter(Settings::isUnknown).map(Settings::hint).collect(Collectors.toUnmodifiableList());
    }

    /** A log line about the {@link #unknown()} names; empty if there are none. */
    public Optional<String> warning() {
        List<String> unknown = unknown();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("unknown settings " + String.join(", ", unknown) + ": ignored");
    }

    private static <T> T parse(Setting<?> setting, Function<String, ? extends T> parser, Written written) {
        try {
            return parser.apply(written.value());
        } catch (IllegalArgumentException e) {
            throw SettingException.wrongValue(
                    written.name(),
                    setting.type().secret() ? "***" : written.value(),
                    setting.type().form());
        }
    }

    private @Nullable Written written(Setting<?> setting) {
        String set = own.getOrDefault(setting, "");
        if (!set.isBlank()) {
            return new Written(setting.property(), set.strip());
        }
        String exact = properties.getOrDefault(setting.property(), "");
        if (!exact.isBlank()) {
            return new Written(setting.property(), exact.strip());
        }
        Written property = canonical.get(Names.canonical(setting.property()));
        if (property != null) {
            return new Written(property.name(), property.value().strip());
        }
        String variable = environment.getOrDefault(setting.variable(), "");
        if (!variable.isBlank()) {
            return new Written(setting.variable(), variable.strip());
        }
        Written configured = ofFramework.get(Names.canonical(setting.property()));
        return configured == null
                ? null
                : new Written(configured.name(), configured.value().strip());
    }
}
