package dev.tidemark.embedded.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log file of limited size. A full file is renamed to {@code NAME.1}, replacing the old {@code NAME.1}, and a new file is started.
 * So each log uses at most twice the limit.
 */
public final class BoundedLog {

    /** The limit of one file in bytes (4 MiB). */
    static final long DEFAULT_LIMIT = 4L << 20;

    private static final int BUFFER = 16 << 10;

    private BoundedLog() {}

    /** Copies {@code output} into the file until the stream ends; the file of an earlier run is renamed to {@code NAME.1}. */
    static void pump(InputStream output, Path file, long limit) throws IOException {
        byte[] buffer = new byte[BUFFER];
        rotate(file);
        OutputStream out = create(file);
        try {
            long size = 0;
            for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
                out.write(buffer, 0, n);
                size += n;
                if (size >= limit) {
                    out.close();
                    rotate(file);
                    out = create(file);
                    size = 0;
                }
            }
        } finally {
            out.close();
        }
    }

    /** Returns the last lines of the file, at most {@code lines} lines and 16 KiB; empty if there is no file. */
    public static String tail(Path file, int lines) {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - BUFFER);
            in.seek(from);
            var bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            int n = in.read(buffer);
            if (n > 0) {
                bytes.write(buffer, 0, n);
            }
            String[] all =
                    bytes.toString(StandardCharsets.UTF_8).stripTrailing().split("\n", -1);
            int first = Math.max(0, all.length - lines);
            return String.join("\n", java.util.Arrays.asList(all).subList(first, all.length));
        } catch (IOException e) {
            return "";
        }
    }

    private static OutputStream create(Path file) throws IOException {
        return Files.newOutputStream(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    private static void rotate(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > 0) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
