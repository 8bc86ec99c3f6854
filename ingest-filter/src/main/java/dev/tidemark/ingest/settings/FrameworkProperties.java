package dev.tidemark.ingest.settings;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the properties of the application's framework; one that cannot be read does not stop the application. */
public final class FrameworkProperties {
    private final Map<String, String> failures = new TreeMap<>();

    /** What {@code value} returns; {@code otherwise} if it throws, as for a placeholder that nothing resolves. */
    public <T> T read(String name, Supplier<T> value, T otherwise) {
        try {
            return value.get();
        } catch (RuntimeException | LinkageError e) {
            // Without the message, which may quote the value.
            failures.put(name, e.getClass().getSimpleName());
            return otherwise;
        }
    }

    /** One line about what could not be read; null if everything could. */
    public @Nullable String warning() {
        return failures.isEmpty()
                ? null
                : "Tidemark ignores what it cannot read in the application's configuration: " + failures;
    }
}
