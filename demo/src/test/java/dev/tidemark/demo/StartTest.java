package dev.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class StartTest {

    @Test
    void requireFree_ofAPortInUse_namesItAndTheSetting() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> Start.requireFree("127.0.0.1", socket.getLocalPort()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + socket.getLocalPort()
                            + ": Address already in use; choose another port with TIDEMARK_HTTP_PORT,"
                            + " or another address with TIDEMARK_HTTP_HOST");
        }
    }
}
