package dev.tidemark.embedded;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a PostgreSQL server.
 *
 * @param folder the data folder; null for a temporary one, which is not synced to disk
 * @param log the log file; null for {@code postgres.log} next to the folder
 * @param port the port on loopback; 0 for a free one
 * @param parameters additional server parameters by name (default: none)
 * @param access the users; null for one superuser with a known password, for tests
 * @param binaries a folder with {@code bin/postgres}, to run another version; null for the embedded one
 */
public record PostgresSettings(
        @Nullable Path folder,
        @Nullable Path log,
        int port,
        Map<String, String> parameters,
        @Nullable ServerAccess access,
        @Nullable Path binaries) {

    private static final String MONITORED = "TIDEMARK_TEST_MONITORED_POSTGRES";

    public PostgresSettings {
        parameters = Map.copyOf(parameters);
    }

    /** A temporary folder and a free port. */
    public static PostgresSettings temporary() {
        return new PostgresSettings(null, null, 0, Map.of(), null, null);
    }

    /** A fixed folder and port. */
    public static PostgresSettings fixed(Path folder, Path log, int port) {
        return new PostgresSettings(folder, log, port, Map.of(), null, null);
    }

    /** The same settings with one more server parameter. */
    public PostgresSettings with(String parameter, String value) {
        var all = new java.util.HashMap<>(parameters);
        all.put(parameter, value);
        return new PostgresSettings(folder, log, port, all, access, binaries);
    }

    /** The same settings with these users; only for child processes. */
    public PostgresSettings with(ServerAccess users) {
        return new PostgresSettings(folder, log, port, parameters, users, binaries);
    }

    /**
     * A temporary folder and a free port, with the version that the query service watches in tests: the embedded one, unless {@value
     * #MONITORED} names a folder with another one's {@code bin/postgres}.
     */
    public static PostgresSettings monitored() {
        String other = System.getenv(MONITORED);
        Path itsBinaries = other == null || other.isBlank() ? null : Path.of(other.strip());
        return new PostgresSettings(null, null, 0, Map.of(), null, itsBinaries);
    }

    /** The same settings with a fixed folder. */
    public PostgresSettings in(Path itsFolder, Path itsLog) {
        return new PostgresSettings(itsFolder, itsLog, port, parameters, access, binaries);
    }

    DataDirectory directory() {
        return DataDirectory.of("postgres", folder, log);
    }
}
