package dev.tidemark.embedded.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a JVM that runs one of our programs.
 *
 * <p>A program that is started often can use an archive of its loaded classes (AppCDS), which halves the time of a start. The archive
 * is a file beside the program's jar. A JVM ignores an archive that does not fit.
 */
public final class JavaCommand {
    /** For a JVM that lives for seconds: it does without the second compiler and without the threads of a parallel collector. */
    public static final List<String> BRIEF =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    private static final String CLASS_PATH = "java.class.path";

    private JavaCommand() {}

    /**
     * Runs a main class of a jar whose manifest names its libraries, from its archive if there is one.
     *
     * @param options for the JVM
     */
    public static List<String> of(Path jar, String main, List<String> options) {
        Path archive = archive(jar, main);
        return command(isCurrent(archive, jar) ? and(options, from(archive)) : options, jar.toString(), main);
    }

    /**
     * Runs a main class of this JVM: from its jar if that names its libraries, otherwise with all classes of this JVM.
     *
     * @param options for the JVM
     */
    public static List<String> of(Class<?> main, List<String> options) {
        Path jar = runnableJar(main);
        return jar == null
                ? command(options, System.getProperty(CLASS_PATH), main.getName())
                : of(jar, main.getName(), options);
    }

    /**
     * Runs a main class of this JVM from its archive. If there is none, the JVM writes it when it ends normally, which takes about
     * two seconds of CPU time.
     *
     * @param options for the JVM
     */
    public static List<String> archiving(Class<?> main, List<String> options) {
        Path jar = runnableJar(main);
        return jar == null ? of(main, options) : archiving(jar, main.getName(), options);
    }

    /** Whether the archive of a main class of this JVM is there, or cannot be because the class has no jar. */
    public static boolean isArchived(Class<?> main) {
        Path jar = runnableJar(main);
        return jar == null || isCurrent(archive(jar, main.getName()), jar);
    }

    static List<String> archiving(Path jar, String main, List<String> options) {
        Path archive = archive(jar, main);
        if (isCurrent(archive, jar)
                || !Files.isWritable(archive.toAbsolutePath().getParent())) {
            return of(jar, main, options);
        }
        List<String> writing = and(List.of("-XX:+AutoCreateSharedArchive"), from(archive));
        return command(and(options, writing), jar.toString(), main);
    }

    /**
     * Runs a main class with all classes of this JVM, from the archive of {@code program} if there is one.
     *
     * @param program the main class that the archive was written for
     * @param options for the JVM
     */
    public static List<String> of(Class<?> main, Class<?> program, List<String> options) {
        Path jar = runnableJar(program);
        if (jar == null) {
            return command(options, System.getProperty(CLASS_PATH), main.getName());
        }
        Path archive = archive(jar, program.getName());
        List<String> archived = isCurrent(archive, jar) ? and(options, from(archive)) : options;
        // An archive is used only if the class path begins with the jars that it was written with.
        return command(archived, jar + File.pathSeparator + System.getProperty(CLASS_PATH), main.getName());
    }

    private static List<String> command(List<String> options, String classPath, String main) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        return command;
    }

    /** What a JVM says about an archive that it cannot use is no news to whoever reads its log. */
    private static List<String> from(Path archive) {
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "-Xlog:aot*=off");
    }

    private static List<String> and(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** Whether the archive is there; deletes it if a jar has changed since, because a JVM would not write it again. */
    private static boolean isCurrent(Path archive, Path jar) {
        try {
            if (!Files.exists(archive)) {
                return false;
            }
            if (hasNewer(jar, Files.getLastModifiedTime(archive))) {
                Files.delete(archive);
                return false;
            }
            return true;
        } catch (IOException e) {
            // Another process has deleted it, or this user may not.
            return false;
        }
    }

    private static boolean hasNewer(Path jar, FileTime written) throws IOException {
        List<Path> files = new ArrayList<>(List.of(jar));
        if (Files.isDirectory(libraries(jar))) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(libraries(jar))) {
                all.forEach(files::add);
            }
        }
        for (Path file : files) {
            if (Files.getLastModifiedTime(file).compareTo(written) > 0) {
                return true;
            }
        }
        return false;
    }

    private static Path libraries(Path jar) {
        return jar.resolveSibling("lib");
    }

    private static Path archive(Path jar, String main) {
        return jar.resolveSibling(main + ".jsa");
    }

    /** The jar of a class if its libraries are beside it; null if the class is in a directory or in another jar. */
    private static @Nullable Path runnableJar(Class<?> main) {
        CodeSource source = main.getProtectionDomain().getCodeSource();
        if (source == null) {
            return null;
        }
        Path jar = Path.of(source.getLocation().getPath());
        return Files.isRegularFile(jar) && Files.isDirectory(libraries(jar)) ? jar : null;
    }
}
