package dev.tidemark.query.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
    @Test
    void harmless_controlCharacters_areVisible() {
        assertThat(CsvRows.harmless("a\u0007\u001b[31mb\u202ec\u009b"))
                .isEqualTo("a\\u0007\\u001b[31mb\\u202ec\\u009b");
        assertThat(CsvRows.harmless("\u202e=1+1")).isEqualTo("\\u202e=1+1");
        assertThat(CsvRows.harmless("two\r\nlines\tand a tab")).isEqualTo("two\r\nlines\tand a tab");
        assertThat(CsvRows.harmless("=\u0000")).isEqualTo("'=\\u0000");
    }

    @Test
    void harmless_formulas_areTexts() {
        assertThat(CsvRows.harmless("=1+1")).isEqualTo("'=1+1");
        assertThat(CsvRows.harmless("\t=1")).isEqualTo("'\t=1");
        assertThat(CsvRows.harmless("＝1")).isEqualTo("'＝1");
        assertThat(CsvRows.harmless("1=1")).isEqualTo("1=1");
        assertThat(CsvRows.harmless("")).isEmpty();
    }

    @Test
    void controls_areThoseOfThePages() throws IOException {
        Path pages = Path.of("src", "main", "resources", "assets", "js", "wording.js");

        assertThat(Files.readString(pages, UTF_8)).contains("/" + Controls.CONTROLS.pattern() + "/g");
    }
}
