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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendoredFilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"src/main/resources/assets/vendor", "src/test/resources/vendor"})
    void vendoredFiles_areThoseOfTheChecksums(Path vendor) throws IOException, NoSuchAlgorithmException {
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(vendor.resolve("SHA256SUMS"))) {
            expected.put(line.substring(66), line.substring(0, 64));
        }
        Map<String, String> actual = new TreeMap<>();
        for (Path file : files(vendor)) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            actual.put(vendor.relativize(file).toString(), HexFormat.of().formatHex(digest));
        }

        assertThat(actual).isEqualTo(expected);
    }

    private static List<Path> files(Path vendor) throws IOException {
        try (Stream<Path> files = Files.walk(vendor, 2)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !vendor.equals(file.getParent()))
                    .toList();
        }
    }
}
