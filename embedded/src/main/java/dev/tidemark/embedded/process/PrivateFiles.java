package dev.tidemark.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only their owner may open. */
public final class PrivateFiles {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FOLDER =
            PosixFilePermissions.asFileAttribute(FOLDER);
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateFiles() {}

    /** Creates the folder if needed, and takes away the rights of others. */
    public static Path folder(Path folder) throws IOException {
        Files.createDirectories(folder, NEW_FOLDER);
        Files.setPosixFilePermissions(folder, FOLDER);
        return folder;
    }

    /** Writes the file atomically; the content is never in a file that others may read. */
    public static void write(Path file, String content) throws IOException {
        Path unfinished = Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".part", NEW_FILE);
        try {
            Files.writeString(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
