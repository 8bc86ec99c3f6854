package dev.tidemark.query.settings;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.EnvironmentPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Provides the service's settings from system properties, properties of the context and environment variables. */
@Factory
final class SettingsFactory {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFactory.class);

    @Singleton
    SettingsReader settings(Environment environment) {
        Map<String, String> properties = new HashMap<>();
        for (PropertySource source : environment.getPropertySources()) {
            // Micronaut adds other spellings of the names to these two sources, so they are read directly below.
            if (!(source instanceof EnvironmentPropertySource) && !(source instanceof SystemPropertiesPropertySource)) {
                for (String name : source) {
                    properties.put(name, String.valueOf(source.get(name)));
                }
            }
        }
        System.getProperties().stringPropertyNames().forEach(name -> properties.put(name, System.getProperty(name)));
        SettingsReader reader = new SettingsReader(Component.QUERY_SERVICE, properties, System.getenv());
        reader.warning().ifPresent(LOG::warn);
        return reader;
    }
}
