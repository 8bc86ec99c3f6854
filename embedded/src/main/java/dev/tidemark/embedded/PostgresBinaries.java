package dev.tidemark.embedded;

import dev.tidemark.embedded.process.Binaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The executables of one version of PostgreSQL.
 *
 * @param folder the folder that contains {@code bin/postgres}
 * @param version the major version, such as 18
 */
record PostgresBinaries(Path folder, int version) {

    private static final int EMBEDDED = 18;

    /** By default 4096, which cost a client 10 ms of CPU time for each of a test's many connections. */
    static final String SCRAM_ITERATIONS = "scram_iterations";

    /** Options of the embedded version's initdb, for texts in UTF-8 that are compared byte by byte. */
    static final List<String> INIT_OPTIONS = List.of(
            "--encoding=UTF8", "--no-locale", "--no-sync", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");

    private static final Pattern VERSION = Pattern.compile("PostgreSQL\\) (\\d+)");

    /**
     * Returns the executables in a folder; for null, those of the class path.
     *
     * @throws BackendException if there are none in the folder
     */
    static PostgresBinaries in(@Nullable Path folder) {
        if (folder == null) {
            return new PostgresBinaries(
                    Binaries.inUserCache().archive(Platform.current().postgres()), EMBEDDED);
        }
        String answer;
        try {
            Process process = new ProcessBuilder(folder.resolve("bin/postgres").toString(), "--version").start();
            answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BackendException(folder + ": expected a folder with bin/postgres: " + e.getMessage(), e);
        }
        Matcher version = VERSION.matcher(answer);
        if (!version.find()) {
            throw new BackendException(folder + "/bin/postgres --version: expected a version, found " + answer.strip());
        }
        return new PostgresBinaries(folder, Integer.parseInt(version.group(1)));
    }

    String executable(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    List<String> initOptions() {
        return version >= 17 ? INIT_OPTIONS : INIT_OPTIONS.subList(0, 3);
    }

    /** The options of initdb with which the first user's password is cheap to check. */
    List<String> cheapLogins() {
        return version >= 16 ? List.of("--set=" + SCRAM_ITERATIONS + "=1") : List.of();
    }

    /** Removes the parameters that this version does not have. */
    Map<String, String> supported(Map<String, String> parameters) {
        if (version < 16) {
            parameters.remove(SCRAM_ITERATIONS);
        }
        return parameters;
    }
}
