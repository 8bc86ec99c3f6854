package dev.tidemark.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VendoredFilesTest {
    private static final Path VENDOR = Path.of("src/main/resources/assets/vendor");

    @Test
    void vendoredFiles_areThoseOfTheChecksums() throws IOException, NoSuchAlgorithmException {
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(VENDOR.resolve("SHA256SUMS"))) {
            expected.put(line.substring(66), line.substring(0, 64));
        }
        Map<String, String> actual = new TreeMap<>();
        for (Path file : files()) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            actual.put(VENDOR.relativize(file).toString(), HexFormat.of().formatHex(digest));
        }

        assertThat(actual).isEqualTo(expected);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(VENDOR, 2)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !VENDOR.equals(file.getParent()))
                    .toList();
        }
    }
}
