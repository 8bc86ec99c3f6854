package dev.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program starts from the archive that its first run wrote, and writes it again when its jar has changed. */
class JavaCommandIT {
    private static final String FROM_ARCHIVE = Greeting.class.getName() + " source: shared objects file (top)";

    @TempDir
    private Path folder;

    /** The program. */
    public static final class Greeting {
        private Greeting() {}

        public static void main(String[] none) {
            System.out.println("hello");
        }
    }

    @Test
    void secondRun_startsFromTheArchiveThatTheFirstWrote() throws Exception {
        Path jar = jar("");

        assertThat(run(jar)).contains("hello").doesNotContain(FROM_ARCHIVE);
        assertThat(run(jar)).contains("hello").contains(FROM_ARCHIVE);
    }

    @Test
    void archive_ofAnOlderJar_isWrittenAgain() throws Exception {
        run(jar(""));
        Path changed = jar("a new version");

        assertThat(run(changed)).contains("hello").doesNotContain(FROM_ARCHIVE);
        assertThat(run(changed)).contains("hello").contains(FROM_ARCHIVE);
    }

    private Path jar(String comment) throws IOException {
        Path jar = folder.resolve("greeting.jar");
        String entry = Greeting.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                InputStream bytes =
                        Objects.requireNonNull(Greeting.class.getClassLoader().getResourceAsStream(entry))) {
            out.setComment(comment);
            out.putNextEntry(new ZipEntry(entry));
            bytes.transferTo(out);
        }
        return jar;
    }

    /** Its output and the classes that it loaded. */
    private static String run(Path jar) throws Exception {
        List<String> options = new ArrayList<>(JavaCommand.BRIEF);
        options.add("-Xlog:class+load");
        Process process = new ProcessBuilder(JavaCommand.archiving(jar, Greeting.class.getName(), options))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
