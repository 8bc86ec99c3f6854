package dev.tidemark.ingest.quarkus;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.ingest.settings.FrameworkProperties;
import dev.tidemark.ingest.settings.FrameworkSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Passes the settings in the application's configuration, and its name, to the filter. */
final class QuarkusConfiguration {
    private static final String NAME = "quarkus.application.name";
    private static final String ENABLED = "tidemark.enabled";

    private QuarkusConfiguration() {}

    /** Returns whether the filter is enabled. Never throws: the application starts whatever its configuration holds. */
    static boolean apply() {
        FrameworkProperties reader = new FrameworkProperties();
        Config config = ConfigProvider.getConfig();
        Map<String, String> properties = new HashMap<>();
        for (String name : reader.read(FrameworkSettings.PREFIX, config::getPropertyNames, List.<String>of())) {
            if (name.startsWith(FrameworkSettings.PREFIX)) {
                read(name, config, reader).ifPresent(value -> properties.put(name, value));
            }
        }
        Tidemark.configure(
                new FrameworkSettings(properties, read(NAME, config, reader).orElse(null)));
        String warning = reader.warning();
        if (warning != null) {
            new Warnings().warn(warning);
        }
        return !"false".equalsIgnoreCase(properties.get(ENABLED));
    }

    private static Optional<String> read(String name, Config config, FrameworkProperties reader) {
        return reader.read(name, () -> config.getOptionalValue(name, String.class), Optional.empty());
    }
}
