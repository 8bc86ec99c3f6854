package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.settings.FrameworkSettings;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.Environment;
import java.util.HashMap;
import java.util.Map;

/** Passes the settings in the application's configuration, and its name, to the filter; also without an HTTP server. */
@Context
final class TidemarkConfiguration {
    private static final String NAME = "micronaut.application.name";

    TidemarkConfiguration(Environment environment) {
        Map<String, String> properties = new HashMap<>();
        for (String name : environment.getPropertyEntries("tidemark")) {
            add(environment, FrameworkSettings.PREFIX + name, properties);
        }
        Tidemark.configure(new FrameworkSettings(
                properties, environment.getProperty(NAME, String.class).orElse(null)));
    }

    private static void add(Environment environment, String name, Map<String, String> properties) {
        environment
                .getProperty(name, String.class)
                .ifPresentOrElse(
                        value -> properties.put(name, value),
                        () -> environment
                                .getPropertyEntries(name)
                                .forEach(entry -> add(environment, name + "." + entry, properties)));
    }
}
