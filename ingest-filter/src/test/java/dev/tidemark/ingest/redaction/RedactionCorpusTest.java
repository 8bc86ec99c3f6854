package dev.tidemark.ingest.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lines of many applications: those with secrets must lose them, and the others must stay as they are. */
@Tag("java17")
class RedactionCorpusTest {
    private final Redaction redaction = Redaction.standard();

    @Test
    void redact_linesWithSecrets_loseThem() throws IOException {
        List<String> leaks = new ArrayList<>();
        List<String> lines = read("secrets.txt");
        for (String line : lines) {
            String[] parts = line.split(" \\|\\|\\| ", 2);
            assertThat(parts).as(line).hasSize(2);
            String redacted = redaction.redact(parts[1]);
            for (String secret : parts[0].split(" & ")) {
                assertThat(parts[1]).contains(secret);
                if (redacted.contains(secret)) {
                    leaks.add(parts[1] + " → " + redacted);
                }
            }
        }

        assertThat(lines).hasSizeGreaterThan(500);
        assertThat(leaks).isEmpty();
    }

    @Test
    void redact_harmlessLines_keepsThem() throws IOException {
        List<String> lines = read("harmless.txt");

        assertThat(lines).hasSizeGreaterThan(400);
        assertThat(lines.stream().filter(line -> !redaction.redact(line).equals(line)))
                .isEmpty();
    }

    @Test
    void redact_twice_changesNothingMore() throws IOException {
        for (String line : read("secrets.txt")) {
            String once = redaction.redact(line);

            assertThat(redaction.redact(once)).isEqualTo(once);
        }
    }

    @Test
    void redact_linesCutAnywhere_doesNotFail() throws IOException {
        for (String name : List.of("secrets.txt", "harmless.txt")) {
            for (String line : read(name)) {
                for (int i = 0; i <= line.length(); i++) {
                    assertThat(redaction.redact(line.substring(0, i))).isNotNull();
                    assertThat(redaction.redact(line.substring(i))).isNotNull();
                }
            }
        }
    }

    @Test
    void redact_secretInALongerText_isRemovedAsWell() throws IOException {
        for (String line : read("harmless.txt")) {
            String redacted = redaction.redact(line + "\npassword=hunter2\n" + line);

            assertThat(redacted).as(line).doesNotContain("hunter2");
        }
    }

    private static List<String> read(String name) throws IOException {
        try (InputStream in = RedactionCorpusTest.class.getResourceAsStream("/redaction/" + name)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("##"))
                    .map(line -> line.replace("⏎", "\n").replace("\\u001b", "\u001b"))
                    .toList();
        }
    }
}
