package dev.tidemark.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The declaration of one setting. The environment variable is the property in upper case, with underscores for dots and
 * dashes: {@code tidemark.sample-interval} becomes {@code TIDEMARK_SAMPLE_INTERVAL}. Immutable.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {
    private final String property;
    private final SettingType<T> type;
    private final String description;
    private final Map<Component, String> defaults;

    private Setting(String property, SettingType<T> type, String description, Map<Component, String> defaults) {
        this.property = property;
        this.type = type;
        this.description = description;
        this.defaults = Collections.unmodifiableMap(defaults);
    }

    /**
     * Declares a setting without readers.
     *
     * @param property the name of the system property, such as {@code tidemark.sample-interval}
     * @param description its purpose, in one line
     */
    public static <T> Setting<T> of(String property, SettingType<T> type, String description) {
        return new Setting<>(property, type, description, Map.of());
    }

    /**
     * Adds components that read this setting.
     *
     * @param defaultValue their default, as a user would write it; empty for no default
     */
    public Setting<T> readBy(String defaultValue, Component... components) {
        Map<Component, String> all = new LinkedHashMap<>(defaults);
        for (Component component : components) {
            all.put(component, defaultValue);
        }
        return new Setting<>(property, type, description, all);
    }

    /** The system property. */
    public String property() {
        return property;
    }

    /** The environment variable. */
    public String variable() {
        return Names.variable(property);
    }

    public SettingType<T> type() {
        return type;
    }

    public String description() {
        return description;
    }

    /** The components that read it. */
    public Set<Component> readers() {
        return defaults.keySet();
    }

    /** A component's default, as a user would write it; empty if there is none. */
    public String defaultFor(Component component) {
        String value = defaults.get(component);
        if (value == null) {
            throw new IllegalStateException(property + " is not declared for the " + component.title());
        }
        return value;
    }

    @Override
    public String toString() {
        return property;
    }
}
