package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

@Tag("java17")
class ClientDisconnectTest {
    @Test
    void exceptionOfAServer_isADisconnect_alsoAsACause() {
        Exception gone = new AsyncRequestNotUsableException("gone");

        assertThat(ClientDisconnect.isReportedBy(gone)).isTrue();
        assertThat(ClientDisconnect.isReportedBy(new IllegalStateException(new RuntimeException(gone))))
                .isTrue();
    }

    /** The application's own connections fail like that, too. */
    @Test
    void exceptionOfASocket_isADisconnect_onlyWhileWriting() {
        Exception reset = new UncheckedIOException(new SocketException("Connection reset"));

        assertThat(ClientDisconnect.isReportedBy(reset)).isFalse();
        assertThat(ClientDisconnect.isReportedWhileWriting(reset)).isTrue();
        assertThat(ClientDisconnect.isReportedWhileWriting(new IOException("Broken pipe")))
                .isTrue();
        assertThat(ClientDisconnect.isReportedWhileWriting(
                        new IOException("recvAddress(..) failed with error(-104): Connection reset by peer")))
                .isTrue();
        assertThat(ClientDisconnect.isReportedWhileWriting(new ClosedChannelException()))
                .isTrue();
        assertThat(ClientDisconnect.isReportedBy(new EofException())).isFalse();
        assertThat(ClientDisconnect.isReportedWhileWriting(new EofException())).isTrue();
    }

    @Test
    void anythingElse_isNone() {
        for (Throwable other : new Throwable[] {
            new IOException("no space left on device"),
            new IOException(),
            new IllegalStateException("Broken pipe"),
            new java.util.concurrent.TimeoutException()
        }) {
            assertThat(ClientDisconnect.isReportedBy(other)).isFalse();
            assertThat(ClientDisconnect.isReportedWhileWriting(other)).isFalse();
        }
        assertThat(ClientDisconnect.isReportedBy(null)).isFalse();
        assertThat(ClientDisconnect.isReportedWhileWriting(null)).isFalse();
    }

    @Test
    void causesInACircle_end() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException two = new RuntimeException("two", one);
        one.initCause(two);

        assertThat(ClientDisconnect.isReportedWhileWriting(one)).isFalse();
    }
}
