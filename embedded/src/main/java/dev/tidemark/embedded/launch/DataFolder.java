package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.process.PrivateFiles;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data folder of one running system. Only its owner may enter it. It is locked until this JVM exits.
 *
 * <p>{@code kafka}, {@code postgres}, {@code redis} and {@code state} contain data, {@code credentials} the passwords, {@code logs} a
 * log file for each component, and {@code run} temporary files of the running system.
 */
final class DataFolder {

    /** Also marks a folder as one of ours; every version made it. */
    private static final String LOCK = "run/lock";

    /** The sticky bit, and the right of others to write. */
    private static final int SHARED = 01002;

    private final Path root;

    // Kept open, because closing the channel releases the lock.
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final FileLock lock;

    private DataFolder(Path root, FileLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates the folder if needed, and locks it.
     *
     * @throws LaunchException if the folder is not writable, or another system is using it
     */
    static DataFolder open(Path root) {
        try {
            requireNotShared(root);
            requireOurs(root);
            PrivateFiles.folder(root);
            Path run = Files.createDirectories(root.resolve("run"));
            FileChannel channel =
                    FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Files.createDirectories(root.resolve("logs"));
            @Nullable FileLock lock = lock(channel);
            Path owner = run.resolve("up.pid");
            if (lock == null) {
                throw new LaunchException("another ./tidemark up" + pidIn(owner) + " is using " + root
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

    /** A folder that everybody uses, such as /tmp, must not be closed to the others. */
    private static void requireNotShared(Path root) throws IOException {
        if (Files.isDirectory(root) && ((int) Files.getAttribute(root, "unix:mode") & SHARED) != 0) {
            throw new LaunchException("the data folder " + root
                    + " is one that other users write to; choose a folder of its own with --data DIR");
        }
    }

    /** A folder with other things in it must not be closed either; a log may be, since the output of a start may go to one. */
    private static void requireOurs(Path root) throws IOException {
        if (!Files.isDirectory(root) || Files.exists(root.resolve(LOCK))) {
            return;
        }
        try (Stream<Path> content = Files.list(root)) {
            if (content.anyMatch(file -> !file.toString().endsWith(".log"))) {
                throw new LaunchException("the data folder " + root
                        + " has something else in it; choose an empty or a new one with --data DIR");
            }
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

    /**
     * Writes the ports of the running system for the launcher script, one word and one number a line.
     *
     * @throws LaunchException if the file cannot be written
     */
    void writePorts(int kafka, int postgres, int redis) {
        try {
            Files.writeString(run("ports"), "kafka " + kafka + "\npostgres " + postgres + "\nredis " + redis + "\n");
        } catch (IOException e) {
            throw new LaunchException("cannot write " + run("ports") + ": " + e.getMessage(), e);
        }
    }

    /** Removes the pid file, so that the folder counts as unused. */
    void released() {
        try {
            Files.deleteIfExists(run("up.pid"));
        } catch (IOException e) {
            // Not needed: readers of the file also check whether the pid is alive.
        }
    }
}
