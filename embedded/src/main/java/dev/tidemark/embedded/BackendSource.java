package dev.tidemark.embedded;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How backends with temporary data run. Backends with a fixed data folder, such as the launcher's, are always child processes.
 */
public enum BackendSource {
    /** As child processes of this JVM (default); nothing needs to be installed. */
    PROCESSES,
    /** In Docker containers; needs a Docker engine on this machine. */
    CONTAINERS;

    /** The environment variable for the choice: {@code processes} (default) or {@code containers}. */
    public static final String VARIABLE = "TIDEMARK_TEST_BACKENDS";

    /**
     * Returns the source chosen in the environment of this JVM.
     *
     * @throws BackendException if the value is unknown
     */
    public static BackendSource chosen() {
        return of(System.getenv(VARIABLE));
    }

    static BackendSource of(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return PROCESSES;
        }
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "processes" -> PROCESSES;
            case "containers" -> CONTAINERS;
            default -> throw new BackendException(VARIABLE + "=" + value + ": expected processes or containers");
        };
    }
}
