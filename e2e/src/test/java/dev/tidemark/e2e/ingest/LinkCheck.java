package dev.tidemark.e2e.ingest;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the references of compiled classes that another version of a library cannot resolve. */
final class LinkCheck {
    private final URL[] libraries;
    private final List<String> packages;

    /** @param packages beginnings of the names of the library's classes, with slashes */
    LinkCheck(URL[] libraries, String... packages) {
        this.libraries = libraries;
        this.packages = List.of(packages);
    }

    /** The classes and members of the library that the jar or folder of classes refers to and that it lacks. */
    List<String> missing(Path classes) throws IOException {
        if (Files.isDirectory(classes)) {
            return missingFrom(classes);
        }
        try (FileSystem jar = FileSystems.newFileSystem(classes)) {
            return missingFrom(jar.getPath("/"));
        }
    }

    private List<String> missingFrom(Path root) throws IOException {
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root);
                URLClassLoader library = new URLClassLoader(libraries, ClassLoader.getPlatformClassLoader())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                for (PoolEntry entry :
                        ClassFile.of().parse(Files.readAllBytes(file)).constantPool()) {
                    check(entry, library, missing);
                }
            }
        }
        return List.copyOf(missing);
    }

    private void check(PoolEntry entry, ClassLoader library, Set<String> missing) {
        if (entry instanceof ClassEntry type && isOfLibrary(type.asInternalName())) {
            if (find(type.asInternalName(), library) == null) {
                missing.add(type.asInternalName());
            }
        } else if (entry instanceof MemberRefEntry member
                && isOfLibrary(member.owner().asInternalName())) {
            Class<?> owner = find(member.owner().asInternalName(), library);
            String name = member.name().stringValue();
            String descriptor = member.type().stringValue();
            if (owner != null && !has(owner, name, descriptor)) {
                missing.add(member.owner().asInternalName() + "." + name + descriptor);
            }
        }
    }

    private boolean isOfLibrary(String name) {
        return packages.stream().anyMatch(name::startsWith);
    }

    private static @Nullable Class<?> find(String name, ClassLoader library) {
        try {
            return Class.forName(name.replace('/', '.'), false, library);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static boolean has(Class<?> type, String name, String descriptor) {
        boolean own = Stream.concat(
                        Stream.concat(
                                Arrays.stream(type.getDeclaredMethods())
                                        .map(method -> method.getName()
                                                + MethodType.methodType(
                                                                method.getReturnType(), method.getParameterTypes())
                                                        .toMethodDescriptorString()),
                                Arrays.stream(type.getDeclaredConstructors())
                                        .map(made -> "<init>"
                                                + MethodType.methodType(void.class, made.getParameterTypes())
                                                        .toMethodDescriptorString())),
                        Arrays.stream(type.getDeclaredFields())
                                .map(field -> field.getName() + field.getType().descriptorString()))
                .anyMatch((name + descriptor)::equals);
        return own
                || (type.getSuperclass() != null && has(type.getSuperclass(), name, descriptor))
                || Arrays.stream(type.getInterfaces()).anyMatch(one -> has(one, name, descriptor));
    }
}
