package dev.tidemark.embedded.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * Executables from class path resources. Each version is unpacked once, into a cache folder that all JVMs of this user share.
 */
public final class Binaries {

    private static final int EXECUTE_BITS = 0111;

    // A file lock belongs to the JVM, so its threads need a lock of their own.
    private static final Lock IN_THIS_JVM = new ReentrantLock();

    private final Path root;

    /** Uses this cache folder. */
    public Binaries(Path root) {
        this.root = root;
    }

    /** The user's cache folder: {@code $XDG_CACHE_HOME/tidemark}, else {@code ~/.cache/tidemark}. */
    public static Binaries inUserCache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return new Binaries(base.resolve("tidemark"));
    }

    /**
     * Returns the folder with the content of a {@code .txz} resource.
     *
     * @throws IllegalStateException if the resource does not exist
     * @throws UncheckedIOException if it cannot be unpacked
     */
    public Path archive(String resource) {
        return unpacked(resource, Binaries::untar);
    }

    /** Returns the file of an executable resource; throws the same exceptions as {@link #archive(String)}. */
    public Path executable(String resource) {
        String name = Path.of(resource).getFileName().toString();
        return unpacked(resource, (in, folder) -> {
                    Path file = folder.resolve(name);
                    Files.copy(in, file);
                    makeExecutable(file);
                })
                .resolve(name);
    }

    private Path unpacked(String resource, Unpacking unpacking) {
        IN_THIS_JVM.lock();
        try {
            Files.createDirectories(root);
            Path target = root.resolve(Path.of(resource).getFileName() + "-" + digest(resource));
            try (var lock = FileChannel.open(
                            root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                if (held.isValid() && !Files.isDirectory(target)) {
                    unpack(resource, unpacking, target);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + resource + " into " + root + ": " + e.getMessage(), e);
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    /** Unpacks into another folder and renames it, so that an existing target is always complete. */
    private static void unpack(String resource, Unpacking unpacking, Path target) throws IOException {
        Path half = target.resolveSibling(target.getFileName() + ".part");
        delete(half);
        Files.createDirectories(half);
        try (InputStream in = open(resource)) {
            unpacking.unpack(in, half);
        }
        Files.move(half, target);
    }

    private static void untar(InputStream in, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("entry " + entry.getName() + " points outside of the archive");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    if ((entry.getMode() & EXECUTE_BITS) != 0) {
                        makeExecutable(path);
                    }
                }
            }
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static String digest(String resource) throws IOException {
        try (var in = new DigestInputStream(open(resource), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream open(String resource) {
        @Nullable InputStream in = Binaries.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("no " + resource + " on the class path: this system ("
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ") has no binaries here");
        }
        return in;
    }

    /** Deletes a folder with its content; does nothing if it does not exist. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @FunctionalInterface
    private interface Unpacking {
        void unpack(InputStream in, Path folder) throws IOException;
    }
}
