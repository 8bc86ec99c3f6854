package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.ingest.settings.FrameworkProperties;
import dev.tidemark.ingest.settings.FrameworkSettings;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.Environment;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Passes the settings in the application's configuration, and its name, to the filter; also without an HTTP server. */
@Context
final class TidemarkConfiguration {
    private static final String NAME = "micronaut.application.name";

    private final Environment environment;
    private final FrameworkProperties reader = new FrameworkProperties();
    private final Map<String, String> properties = new HashMap<>();

    /** Never throws: the application starts whatever its configuration holds. */
    TidemarkConfiguration(Environment environment) {
        this.environment = environment;
        entries("tidemark").forEach(entry -> add(FrameworkSettings.PREFIX + entry));
        Tidemark.configure(new FrameworkSettings(properties, read(NAME).orElse(null)));
        String warning = reader.warning();
        if (warning != null) {
            new Warnings().warn(warning);
        }
    }

    private void add(String name) {
        read(name)
                .ifPresentOrElse(
                        value -> properties.put(name, value),
                        () -> entries(name).forEach(entry -> add(name + "." + entry)));
    }

    private Optional<String> read(String name) {
        return reader.read(name, () -> environment.getProperty(name, String.class), Optional.empty());
    }

    private Collection<String> entries(String name) {
        return reader.read(name, () -> environment.getPropertyEntries(name), List.of());
    }
}
