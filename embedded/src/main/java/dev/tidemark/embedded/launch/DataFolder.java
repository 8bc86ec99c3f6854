package dev.tidemark.embedded.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one running system, locked for as long as this JVM lives.
 *
 * <p>{@code kafka}, {@code postgres}, {@code redis} and {@code state} hold data, {@code logs} a log for each component, {@code run}
 * what belongs to the running system only.
 */
final class DataFolder {

    private final Path root;

    // Held, not used: a lock ends with its channel.
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final FileLock lock;

    private DataFolder(Path root, FileLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Makes the folder if need be and locks it.
     *
     * @throws LaunchException if it cannot be written, or another system runs over it
     */
    static DataFolder open(Path root) {
        try {
            Files.createDirectories(root.resolve("logs"));
            Path run = Files.createDirectories(root.resolve("run"));
            FileChannel channel =
                    FileChannel.open(run.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = lock(channel);
            Path owner = run.resolve("up.pid");
            if (lock == null) {
                throw new LaunchException("another ./tidemark up" + pidIn(owner) + " runs over " + root
                        + "; stop it, or choose another folder with --data DIR");
            }
            Files.writeString(owner, ProcessHandle.current().pid() + "\n");
            return new DataFolder(root, lock);
        } catch (IOException e) {
            throw new LaunchException(
                    "the data folder " + root + " cannot be written (" + reason(e)
                            + "); choose another with --data DIR",
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String pidIn(Path owner) {
        try {
            return " (pid " + Files.readString(owner).strip() + ")";
        } catch (IOException e) {
            return "";
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException file -> file.getFile() + " is a file";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> e.toString();
        };
    }

    Path of(String name) {
        return root.resolve(name);
    }

    Path log(String component) {
        return root.resolve("logs").resolve(component + ".log");
    }

    Path run(String file) {
        return root.resolve("run").resolve(file);
    }

    /** Says that nothing runs over the folder any more. */
    void released() {
        try {
            Files.deleteIfExists(run("up.pid"));
        } catch (IOException e) {
            // The pid in it is dead all the same, and that is what its readers look at.
        }
    }
}
