package dev.tidemark.ingest;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a child JVM of the same version, with only the given class path. */
public final class ChildJvm {
    private final Set<String> classPath = new LinkedHashSet<>();
    private final List<String> options = new ArrayList<>();

    /** Adds the jar or directory of each class. */
    public ChildJvm with(Class<?>... classes) {
        for (Class<?> type : classes) {
            classPath.add(Path.of(URI.create(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString()))
                    .toString());
        }
        return this;
    }

    /** Adds entries of a class path. */
    public ChildJvm withClassPath(Collection<String> entries) {
        classPath.addAll(entries);
        return this;
    }

    /** Adds options of the JVM. */
    public ChildJvm options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Its standard and error output; fails unless the exit code is 0. */
    public String run(String main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx96m");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath));
        command.add(main);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("exit " + process.exitValue() + ":\n" + output);
        }
        return output;
    }
}
