package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a:b", "a\\b", "first\nsecond", "at@sign"})
    void passwords_thatAreNoPlainWord_areRefusedAndNotShown(String password) throws IOException {
        Path file = folder.resolve("redis-tidemark_reader");
        Files.writeString(file, "plain.Word_1~2-3\n");
        assertThat(Credentials.in(folder).redis().reader().password()).isEqualTo("plain.Word_1~2-3");
        Files.writeString(file, password + "\n");
        assertThatThrownBy(() -> Credentials.in(folder))
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith("the password in " + file + " has other characters than")
                .hasMessageNotContaining(password);
    }
}
