package dev.tidemark.processor.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The disk space of one folder. Immutable.
 *
 * @param usedBytes the space that its files occupy
 * @param freeBytes the space that is left on its disk
 * @param diskBytes the size of its disk
 * @param disk which disk that is
 */
record FolderUse(long usedBytes, long freeBytes, long diskBytes, Object disk) {
    private static final long PATIENCE_SECONDS = 30;

    /** Why a folder cannot be measured. */
    enum Unknown {
        /** The setting has no value: the folder is not on this machine. */
        NOT_SET,
        MISSING,
        UNREADABLE
    }

    /** A folder cannot be measured. */
    static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1;

        private final Unknown reason;

        UnknownException(Unknown reason, String message) {
            super(message, null, false, false);
            this.reason = reason;
        }

        Unknown reason() {
            return reason;
        }
    }

    /**
     * Measures a folder.
     *
     * @param path the folder; empty if it is not on this machine
     * @throws UnknownException if it cannot be measured
     */
    static FolderUse of(String path) throws UnknownException, InterruptedException {
        if (path.isEmpty()) {
            throw new UnknownException(Unknown.NOT_SET, "its path is not set");
        }
        Path folder = Path.of(path);
        if (!Files.isDirectory(folder)) {
            throw new UnknownException(Unknown.MISSING, path + " is not a directory");
        }
        try {
            FileStore store = Files.getFileStore(folder);
            return new FolderUse(used(folder), store.getUsableSpace(), store.getTotalSpace(), diskOf(folder));
        } catch (IOException e) {
            throw new UnknownException(Unknown.UNREADABLE, path + " cannot be measured: " + e.getMessage());
        }
    }

    /** Which disk a path is on: two mounts of one disk have the same device. */
    static Object diskOf(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(path, "unix:dev")
                : Files.getFileStore(path);
    }

    /**
     * Uses {@code du}, because Java only gives the length of a file: Kafka's and RocksDB's files are sparse or preallocated, and Kafka's
     * indexes alone appear to have 20 MiB for each partition.
     */
    private static long used(Path folder) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder("du", "-s", "-k", folder.toString()).redirectErrorStream(true);
        command.environment().put("LC_ALL", "C");
        Process process = command.start();
        var unused = process.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    process.destroyForcibly();
                    return process;
                });
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            @Nullable String last = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // A file that was deleted meanwhile is no error.
                if (line.startsWith("du:") && !line.endsWith("No such file or directory")) {
                    throw new IOException(line);
                }
                last = line;
            }
            process.waitFor();
            return kilobytes(last) * 1024;
        } finally {
            process.destroyForcibly();
        }
    }

    private static long kilobytes(@Nullable String line) throws IOException {
        int end = line == null ? -1 : line.indexOf('\t');
        if (line == null || end < 0) {
            throw new IOException("du gave no answer within " + PATIENCE_SECONDS + " s");
        }
        try {
            return Long.parseLong(line.substring(0, end));
        } catch (NumberFormatException e) {
            throw new IOException("du answered \"" + line + "\": expected a number and the folder", e);
        }
    }
}
