package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.launch.Ports.Use;
import dev.tidemark.embedded.process.FreePorts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpOptionsTest {

    @Test
    void parse_withoutFlags_givesTheDocumentedDefaults() {
        UpOptions options = UpOptions.parse(List.of("--root", "/project"));

        assertThat(options.data()).isEqualTo(Path.of("/project/.tidemark"));
        assertThat(options.demo()).isTrue();
        assertThat(List.of(Use.values()))
                .extracting(use -> use.flag() + " " + options.ports().of(use))
                .containsExactly(
                        "--http-port 8080",
                        "--shop-port 8081",
                        "--inventory-port 8082",
                        "--processor-port 8083",
                        "--kafka-port 19092",
                        "--postgres-port 15432",
                        "--redis-port 16379");
    }

    @Test
    void parse_everyFlag_isUsed() {
        UpOptions options = UpOptions.parse(List.of("--no-demo", "--data", "/data", "--kafka-port", "9092"));

        assertThat(options.data()).isEqualTo(Path.of("/data"));
        assertThat(options.demo()).isFalse();
        assertThat(options.ports().of(Use.KAFKA)).isEqualTo(9092);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--colour red|unknown flag --colour: expected --no-demo, --data DIR, --http-port N",
                "--http-port|--http-port needs a value: expected --http-port N",
                "--http-port 0|--http-port 0: expected a port from 1 to 65535",
                "--http-port 65536|--http-port 65536: expected a port from 1 to 65535",
                "--redis-port six|--redis-port six: expected a port from 1 to 65535",
                "--data|--data needs a value: expected --data DIR"
            })
    void parse_ofAWrongFlag_namesItAndTheExpectedForm(String line, String message) {
        assertThatThrownBy(() -> UpOptions.parse(List.of(line.split(" ", -1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void requireFree_ofAPortGivenTwice_namesBoth() {
        int port = FreePorts.next();
        Ports same = Ports.standard();
        for (Use use : Use.values()) {
            same = same.with(use, use == Use.REDIS || use == Use.POSTGRES ? port : FreePorts.next());
        }
        Ports ports = same;

        assertThatThrownBy(() -> ports.requireFree(false))
                .isInstanceOf(LaunchException.class)
                .hasMessage(
                        "port " + port + " is given to both PostgreSQL and Redis; choose another with --redis-port N");
    }
}
