package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.ingest.settings.FrameworkProperties;
import dev.tidemark.ingest.settings.FrameworkSettings;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Passes the settings in the application's configuration, and its name, to the filter. */
final class SpringConfiguration {
    private static final String NAME = "spring.application.name";
    // One: the configuration is read again when the application context starts.
    private static final Warnings WARNINGS = new Warnings();
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private SpringConfiguration() {}

    /** Never throws: the application starts whatever its configuration holds. */
    static void apply(Environment environment) {
        FrameworkProperties reader = new FrameworkProperties();
        Map<String, String> properties = properties(environment, reader);
        String name = read(NAME, environment, reader).orElse(null);
        Tidemark.configure(new FrameworkSettings(properties, name));
        String warning = reader.warning();
        if (warning != null) {
            WARNINGS.warn(warning);
        }
    }

    /**
     * With placeholders resolved, in Tidemark's spelling; the elements of a list are joined with commas. Of two
     * spellings of one name, the one in the source that comes first counts.
     */
    static Map<String, String> properties(Environment environment, FrameworkProperties reader) {
        Map<String, String> properties = new TreeMap<>();
        for (String name : names(environment, reader)) {
            String value = read(name, environment, reader).orElse(null);
            if (value == null) {
                continue;
            }
            if (INDEX.matcher(name).find()) {
                properties.merge(spelling(name), value, (before, more) -> before + "," + more);
            } else {
                properties.putIfAbsent(spelling(name), value);
            }
        }
        return properties;
    }

    private static Optional<String> read(String name, Environment environment, FrameworkProperties reader) {
        return reader.read(name, () -> Optional.ofNullable(environment.getProperty(name)), Optional.empty());
    }

    private static Set<String> names(Environment environment, FrameworkProperties reader) {
        Set<String> names = new LinkedHashSet<>();
        if (environment instanceof ConfigurableEnvironment configurable) {
            for (PropertySource<?> source : configurable.getPropertySources()) {
                if (source instanceof EnumerablePropertySource<?> enumerable) {
                    Arrays.stream(reader.read(source.getName(), enumerable::getPropertyNames, new String[0]))
                            .filter(name -> name.startsWith(FrameworkSettings.PREFIX))
                            .sorted()
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    private static String spelling(String name) {
        return CAMEL.matcher(INDEX.matcher(name).replaceFirst(""))
                .replaceAll("-")
                .toLowerCase(Locale.ROOT);
    }
}
