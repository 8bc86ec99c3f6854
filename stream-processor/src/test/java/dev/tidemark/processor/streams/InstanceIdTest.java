package dev.tidemark.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {
    @TempDir
    Path first;

    @TempDir
    Path second;

    @Test
    void id_staysWithItsDirectory() throws IOException {
        String id = InstanceId.in(first);

        assertThat(InstanceId.in(first)).isEqualTo(id);
        assertThat(InstanceId.in(second)).isNotEqualTo(id);
    }

    @Test
    void fileWithOtherContent_isRejected() throws IOException {
        Files.writeString(first.resolve("instance-id"), "mine");

        assertThatThrownBy(() -> InstanceId.in(first))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("contains \"mine\": expected a UUID");
    }
}
