package dev.tidemark.processor.sink.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much room there is on PostgreSQL's disk. */
@FunctionalInterface
public interface FreeSpace {
    /** In bytes; empty if it is not known. */
    OptionalLong bytes();

    /** Of the disk that {@code path} is on; not known if that is empty or cannot be read. */
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
