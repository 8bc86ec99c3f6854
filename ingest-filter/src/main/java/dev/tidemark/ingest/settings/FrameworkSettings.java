package dev.tidemark.ingest.settings;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application's framework knows of the filter's settings. Immutable.
 *
 * @param properties its properties whose names begin with {@code tidemark.}; others are ignored
 * @param applicationName the application's name, which becomes the service name if no other is set; null if it has none
 */
public record FrameworkSettings(
        Map<String, String> properties, @Nullable String applicationName) {
    /** The beginning of the names of Tidemark's properties. */
    public static final String PREFIX = "tidemark.";

    /** No framework, or one that knows nothing. */
    public static final FrameworkSettings NONE = new FrameworkSettings(Map.of(), null);

    public FrameworkSettings {
        Map<String, String> own = new HashMap<>(properties);
        own.keySet().removeIf(name -> !name.startsWith(PREFIX));
        properties = Map.copyOf(own);
        applicationName = applicationName == null || applicationName.isBlank() ? null : applicationName.strip();
    }
}
