package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.settings.FrameworkSettings;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Passes the settings in the application's configuration, and its name, to the filter. */
final class SpringConfiguration {
    private static final String NAME = "spring.application.name";
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private SpringConfiguration() {}

    static void apply(Environment environment) {
        Tidemark.configure(new FrameworkSettings(properties(environment), environment.getProperty(NAME)));
    }

    /** With placeholders resolved, in Tidemark's spelling; the elements of a list are joined with commas. */
    static Map<String, String> properties(Environment environment) {
        Map<String, String> properties = new TreeMap<>();
        if (environment instanceof ConfigurableEnvironment configurable) {
            Map<String, String> names = new TreeMap<>();
            for (PropertySource<?> source : configurable.getPropertySources()) {
                if (source instanceof EnumerablePropertySource<?> enumerable) {
                    for (String name : enumerable.getPropertyNames()) {
                        if (name.startsWith(FrameworkSettings.PREFIX)) {
                            names.putIfAbsent(name, spelling(name));
                        }
                    }
                }
            }
            names.forEach((name, spelling) -> {
                String value = environment.getProperty(name);
                if (value != null) {
                    properties.merge(spelling, value, (before, more) -> before + "," + more);
                }
            });
        }
        return properties;
    }

    private static String spelling(String name) {
        return CAMEL.matcher(INDEX.matcher(name).replaceFirst(""))
                .replaceAll("-")
                .toLowerCase(Locale.ROOT);
    }
}
