package dev.tidemark.processor.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** The id of an instance, stored in its state directory. */
final class InstanceId {
    private static final String FILE = "instance-id";

    private InstanceId() {}

    /** The id stored in {@code stateDir}; creates one if there is none. */
    static String in(Path stateDir) throws IOException {
        Path file = stateDir.resolve(FILE);
        if (Files.exists(file)) {
            String id = Files.readString(file).strip();
            if (!id.matches("[0-9a-f-]{36}")) {
                throw new IOException(file + " contains \"" + id + "\": expected a UUID; delete it to get a new one");
            }
            return id;
        }
        String id = UUID.randomUUID().toString();
        Path written = Files.writeString(stateDir.resolve(FILE + ".new"), id + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        return id;
    }
}
