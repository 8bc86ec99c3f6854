package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

class RedisServerIT {

    @Test
    void start_keepsKeysWithinTheMemorySetting() throws IOException {
        RedisServer server = Backends.redis();

        assertThat(ask(server, "SET tide 42")).isEqualTo("+OK");
        assertThat(ask(server, "GET tide")).isEqualTo("$2\r\n42");
        assertThat(ask(server, "CONFIG GET maxmemory")).endsWith(Long.toString(64L << 20));
    }

    @Test
    void kill_thenStart_answersUnderTheSameAddress() throws IOException {
        try (var server = new RedisServer(RedisSettings.temporary())) {
            server.start();
            String address = server.address();
            assertThat(ask(server, "SET tide 42")).isEqualTo("+OK");

            server.kill();
            assertThat(server.isAlive()).isFalse();
            server.start();

            assertThat(server.address()).isEqualTo(address);
            assertThat(ask(server, "GET tide")).as("a cache starts empty").isEqualTo("$-1");
        }
    }

    @Test
    void start_onABusyPort_namesIt() {
        RedisServer running = Backends.redis();
        try (var server = new RedisServer(new RedisSettings(null, null, running.port(), 64, null))) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(BackendException.class)
                    .hasMessage("redis cannot start: port " + running.port() + " is in use");
        }
    }

    @Test
    @DisabledIfEnvironmentVariable(
            named = BackendSource.VARIABLE,
            matches = "containers",
            disabledReason = "it watches the server's process, and a container's may be on another kernel")
    void stop_leavesNoProcess() {
        try (var server = new RedisServer(RedisSettings.temporary())) {
            server.start();
            long pid = server.pid();

            server.stop();

            assertThat(ProcessHandle.of(pid)).isEmpty();
        }
    }

    private static String ask(RedisServer server, String command) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return all.substring(0, all.length() - "\r\n+OK\r\n".length());
        }
    }
}
