package dev.tidemark.embedded;

import dev.tidemark.embedded.process.Binaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a backend keeps its things.
 *
 * @param folder the data folder
 * @param log the file for its output
 * @param temporary the folder that holds both and is deleted on close; null if they are to stay
 */
record DataDirectory(Path folder, Path log, @Nullable Path temporary) {

    /** The given places, or a temporary folder if there is no {@code folder}; the log is by default beside the folder. */
    static DataDirectory of(String name, @Nullable Path folder, @Nullable Path log) {
        if (folder != null) {
            Path data = folder.toAbsolutePath();
            return new DataDirectory(
                    data, log == null ? data.resolveSibling(name + ".log") : log.toAbsolutePath(), null);
        }
        try {
            Path temporary = Files.createTempDirectory("tidemark-" + name + "-");
            return new DataDirectory(temporary.resolve("data"), temporary.resolve(name + ".log"), temporary);
        } catch (IOException e) {
            throw new BackendException("cannot make a temporary folder for " + name + ": " + e.getMessage(), e);
        }
    }

    void deleteTemporary() {
        if (temporary == null) {
            return;
        }
        try {
            Binaries.delete(temporary);
        } catch (IOException e) {
            throw new BackendException("cannot delete " + temporary + ": " + e.getMessage(), e);
        }
    }
}
