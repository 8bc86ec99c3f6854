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

    static void create(Path root) throws IOException {
        for (var module : MAINS.entrySet()) {
            Path target = Files.createDirectories(root.resolve(module.getKey()).resolve("target"));
            Path classes = compile(target, module.getValue());
            pack(classes, module.getValue().keySet(), target.resolve(module.getKey() + ".jar"));
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

    private static void pack(Path classes, Iterable<String> mains, Path jar) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPathOfManifest());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String main : mains) {
                String entry = main.replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                Files.copy(classes.resolve(entry), out);
                out.closeEntry();
            }
        }
    }

    private static String classPathOfManifest() {
        return Stream.of(classPath().split(File.pathSeparator, -1))
                .map(path -> Path.of(path).toUri().toString())
                .collect(joining(" "));
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }
}
