package dev.tidemark.bench.measure;

import dev.tidemark.embedded.process.Binaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder, deleted on close. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    public TemporaryFolder() {
        try {
            path = Files.createTempDirectory("tidemark-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a path in the folder; creates nothing. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            Binaries.delete(path);
        } catch (IOException e) {
            System.err.println("left behind: " + path + ": " + e);
        }
    }
}
