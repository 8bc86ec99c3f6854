package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.TcpProxy.Way;
import dev.tidemark.embedded.process.FreePorts;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyIT {
    private static final int SILENCE_MILLIS = 300;
    private static final int PATIENCE_MILLIS = 30_000;

    private ServerSocket listener;
    private TcpProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket();
        listener.bind(FreePorts.onLoopback(0));
        proxy = new TcpProxy(listener.getLocalPort());
        client = new Socket();
        client.connect(FreePorts.onLoopback(proxy.port()));
        server = listener.accept();
        client.setSoTimeout(PATIENCE_MILLIS);
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        client.close();
        server.close();
        listener.close();
    }

    @Test
    void bytes_passBothWays() throws IOException {
        client.getOutputStream().write(1);
        server.getOutputStream().write(2);

        assertThat(server.getInputStream().read()).isEqualTo(1);
        assertThat(client.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void cutOneWay_holdsBackThatWayOnly_untilItIsMended() throws IOException {
        proxy.cut(Way.TO_CLIENT);
        client.getOutputStream().write(1);
        server.getOutputStream().write(2);

        assertThat(server.getInputStream().read()).isEqualTo(1);
        client.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        proxy.mend();
        client.setSoTimeout(PATIENCE_MILLIS);
        assertThat(client.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void closedEnd_closesTheOther() throws IOException {
        server.close();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
}
