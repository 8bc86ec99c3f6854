package dev.tidemark.embedded;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where backends over temporary data come from. The launcher's backends, which have a data folder, are always child processes.
 */
public enum BackendSource {
    /** Child processes of this JVM: the default, which needs nothing installed. */
    PROCESSES,
    /** Docker containers; need a Docker engine on this machine. */
    CONTAINERS;

    /** The environment variable that chooses: {@code processes} (default) or {@code containers}. */
    public static final String VARIABLE = "TIDEMARK_TEST_BACKENDS";

    /**
     * The source that the environment of this JVM names.
     *
     * @throws BackendException if it names none of them
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
