package dev.tidemark.processor.sink.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UptimeTest {
    @Test
    void uptime_ofLinux_isReadFromItsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("uptime");
        Files.writeString(file, "350735.47 234388.90\n");

        assertThat(new Uptime.Linux("boot", file).now()).isEqualTo(Duration.ofMillis(350_735_470));
        Files.delete(file);
        assertThatThrownBy(() -> new Uptime.Linux("boot", file).now()).isInstanceOf(IOException.class);
        Files.writeString(file, "");
        assertThatThrownBy(() -> new Uptime.Linux("boot", file).now()).isInstanceOf(IOException.class);
    }

    @Test
    void uptime_ofThisMachine_goesOn() throws IOException {
        Uptime uptime = Uptime.ofMachine();
        Duration before = uptime.now();

        assertThat(uptime.now()).isGreaterThanOrEqualTo(before);
        assertThat(uptime.bootId()).isNotBlank();
    }
}
