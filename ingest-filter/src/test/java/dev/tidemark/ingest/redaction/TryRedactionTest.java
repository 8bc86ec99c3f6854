package dev.tidemark.ingest.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class TryRedactionTest {

    @Test
    void main_sampleLine_printsItRedacted() throws Exception {
        String output = new ChildJvm()
                .with(TryRedaction.class)
                .run(TryRedaction.class.getName(), "login of jo@example.org, password=hunter2");

        assertThat(output.strip()).isEqualTo("login of [REDACTED], password=[REDACTED]");
    }
}
