package dev.tidemark.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("java17")
class ProcessNamesTest {

    @ParameterizedTest
    @CsvSource({
        "java, java",
        "kworker/0:1-events, kworker",
        "nginx: worker, nginx",
        "'sh -c --password=x', sh",
        "'', (other)",
        "/usr/bin/x, (other)"
    })
    void name_isThatOfTheProgram(String name, String expected) {
        assertThat(ProcessNames.normalize(name)).isEqualTo(expected);
    }

    @Test
    void names_beyondTheLimit_areOthers() {
        ProcessNames names = new ProcessNames();
        for (int i = 0; i < ProcessNames.MOST; i++) {
            assertThat(names.admit("p" + i)).isEqualTo("p" + i);
        }

        assertThat(names.admit("more")).isEqualTo("(other)");
        assertThat(names.admit("p0")).isEqualTo("p0");
    }
}
