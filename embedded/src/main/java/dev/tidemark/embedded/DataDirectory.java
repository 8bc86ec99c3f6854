package dev.tidemark.embedded;

import dev.tidemark.embedded.process.Binaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a backend.
 *
 * @param folder the data folder
 * @param log the log file
 * @param temporary the folder that contains both and is deleted on close; null if they are kept
 */
record DataDirectory(Path folder, Path log, @Nullable Path temporary) {

    /** Uses a temporary folder if {@code folder} is null; the default log file is next to the folder. */
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
