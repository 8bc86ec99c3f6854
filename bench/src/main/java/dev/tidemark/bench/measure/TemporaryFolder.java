package dev.tidemark.bench.measure;

import dev.tidemark.embedded.process.Binaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is there until it is closed. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    public TemporaryFolder() {
        try {
            path = Files.createTempDirectory("tidemark-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is of this name in it; nothing is made. */
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
