package dev.tidemark.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The declaration of one setting. The environment variable of a property is its name in upper case, with underscores for dots
 * and dashes: {@code tidemark.sample-interval} is {@code TIDEMARK_SAMPLE_INTERVAL}. Immutable.
 *
 * @param <T> what its value is read as
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
     * A setting that nobody reads yet.
     *
     * @param property its name as a system property, such as {@code tidemark.sample-interval}
     * @param description what it is for, in one line
     */
    public static <T> Setting<T> of(String property, SettingType<T> type, String description) {
        return new Setting<>(property, type, description, Map.of());
    }

    /** The same, read by these components too, with a default as a user would write it; empty for no default. */
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

    /** Who reads it. */
    public Set<Component> readers() {
        return defaults.keySet();
    }

    /** Its default for a component, as a user would write it; empty if there is none. */
    public String defaultFor(Component component) {
        String value = defaults.get(component);
        if (value == null) {
            throw new IllegalStateException(property + " is not declared to be read by the " + component.title());
        }
        return value;
    }

    @Override
    public String toString() {
        return property;
    }
}
