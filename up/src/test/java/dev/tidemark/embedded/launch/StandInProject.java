package dev.tidemark.embedded.launch;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A project folder as {@code up} expects it: a jar for each module, with main classes that call {@link StandIn}. */
final class StandInProject {

    private static final Map<String, Map<String, String>> MAINS = Map.of(
            "stream-processor", Map.of("dev.tidemark.processor.Main", "stream-processor"),
            "query-service", Map.of("dev.tidemark.query.Main", "query-service"),
            "demo",
                    Map.of(
                            "dev.tidemark.demo.inventory.Inventory", "inventory",
                            "dev.tidemark.demo.shop.Shop", "shop",
                            "dev.tidemark.demo.traffic.Traffic", "traffic"));

    private StandInProject() {}

    /** Uses the class path of this JVM. */
    static void create(Path root) throws IOException {
        create(root, classPath());
    }

    /**
     * A project that needs nothing outside of its folder, with the launcher script and everything that the script would build. It is
     * the same for {@code ./tidemark up} as a built checkout.
     */
    static void createBuilt(Path root, Path script) throws IOException {
        Path library = Files.createDirectories(root.resolve("lib"));
        var copies = new ArrayList<String>();
        for (String entry : classPath().split(File.pathSeparator, -1)) {
            Path copy = library.resolve(copies.size() + "-" + Path.of(entry).getFileName());
            copy(Path.of(entry), copy);
            copies.add(copy.toString());
        }
        String classPath = String.join(File.pathSeparator, copies);
        create(root, classPath);
        Path target = Files.createDirectories(root.resolve("embedded/target"));
        pack(target, List.of(), target.resolve("embedded.jar"), classPath);
        Files.createDirectories(root.resolve("target"));
        Files.createFile(root.resolve("target/built-embedded-stream-processor-query-service-demo"));
        Files.copy(script, root.resolve("tidemark"));
        if (!root.resolve("tidemark").toFile().setExecutable(true)) {
            throw new IOException("cannot make " + root + "/tidemark executable");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, from.equals(file) ? to : copy);
                }
            }
        }
    }

    private static void create(Path root, String classPath) throws IOException {
        for (var module : MAINS.entrySet()) {
            Path target = Files.createDirectories(root.resolve(module.getKey()).resolve("target"));
            Path classes = compile(target, module.getValue());
            pack(classes, module.getValue().keySet(), target.resolve(module.getKey() + ".jar"), classPath);
        }
    }

    private static Path compile(Path target, Map<String, String> mains) throws IOException {
        Path classes = Files.createDirectories(target.resolve("classes"));
        var arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", "-cp", classPath()));
        for (var main : mains.entrySet()) {
            int dot = main.getKey().lastIndexOf('.');
            String name = main.getKey().substring(dot + 1);
            Path source = target.resolve(name + ".java");
            Files.writeString(source, """
                    package %s;
                    public final class %s {
                        public static void main(String[] none) throws Exception {
                            dev.tidemark.embedded.launch.StandIn.main(new String[] {"%s"});
                        }
                    }
                    """.formatted(main.getKey().substring(0, dot), name, main.getValue()));
            arguments.add(source.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("the stand-ins do not compile");
        }
        return classes;
    }

    private static void pack(Path classes, Iterable<String> mains, Path jar, String classPath) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Up.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, inManifest(classPath));
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String main : mains) {
                String entry = main.replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                Files.copy(classes.resolve(entry), out);
                out.closeEntry();
            }
        }
    }

    private static String inManifest(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator, -1))
                .map(path -> Path.of(path).toUri().toString())
                .collect(joining(" "));
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }
}
