package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.process.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How one of our own applications is run by Java.
 *
 * @param module the module that builds its jar
 * @param main its main class
 * @param heap the options that bound its heap
 */
public record JavaApp(String module, String main, List<String> heap) {
    /** The query service. */
    public static final JavaApp QUERY_SERVICE =
            new JavaApp("query-service", "dev.tidemark.query.Main", List.of("-Xmx256m", "-XX:+UseSerialGC"));

    public JavaApp {
        heap = List.copyOf(heap);
    }

    /**
     * The program and its arguments.
     *
     * @param root the project's folder, with the built modules
     * @throws LaunchException if the module is not built
     */
    public List<String> command(Path root) {
        Path jar = root.resolve(module).resolve("target").resolve(module + ".jar");
        if (!Files.exists(jar)) {
            throw new LaunchException(jar + " is missing: build the project first, as ./tidemark up does");
        }
        var options = new ArrayList<>(heap);
        options.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"));
        return JavaCommand.of(jar, main, options);
    }
}
