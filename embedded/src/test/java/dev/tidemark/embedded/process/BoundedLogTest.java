package dev.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {

    @TempDir
    private Path folder;

    @Test
    void pump_moreThanTheLimit_keepsTwoFilesOfAboutTheLimit() throws IOException {
        Path file = folder.resolve("a.log");

        BoundedLog.pump(new ByteArrayInputStream(new byte[1 << 20]), file, 100_000);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, folder.resolve("a.log.1"));
        }
        // A file may exceed the limit by one buffer.
        assertThat(Files.size(folder.resolve("a.log.1"))).isBetween(100_000L, 100_000L + (16 << 10));
        assertThat(Files.size(file)).isLessThan(100_000L);
    }

    @Test
    void pump_overAnEarlierLog_keepsACopy() throws IOException {
        Path file = folder.resolve("a.log");
        pump("first\n", file);
        pump("second\n", file);

        assertThat(file).hasContent("second");
        assertThat(folder.resolve("a.log.1")).hasContent("first");
    }

    @Test
    void tail_ofManyLines_isTheLastOnes() throws IOException {
        Path file = folder.resolve("a.log");
        pump("1\n2\n3\n4\n", file);

        assertThat(BoundedLog.tail(file, 2)).isEqualTo("3\n4");
        assertThat(BoundedLog.tail(file, 9)).isEqualTo("1\n2\n3\n4");
    }

    @Test
    void tail_ofNoFile_isEmpty() {
        assertThat(BoundedLog.tail(folder.resolve("none.log"), 5)).isEmpty();
    }

    private static void pump(String text, Path file) throws IOException {
        BoundedLog.pump(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), file, 100_000);
    }
}
