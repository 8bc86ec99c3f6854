package dev.tidemark.processor.sink.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The free space on PostgreSQL's disk. */
@FunctionalInterface
public interface FreeSpace {
    /** In bytes; empty if unknown. */
    OptionalLong bytes();

    /** The free space of the disk that contains {@code path}; unknown if {@code path} is empty or cannot be read. */
    static FreeSpace at(String path) {
        if (path.isEmpty()) {
            return OptionalLong::empty;
        }
        return () -> {
            try {
                return OptionalLong.of(Files.getFileStore(Path.of(path)).getUsableSpace());
            } catch (IOException e) {
                return OptionalLong.empty();
            }
        };
    }
}
