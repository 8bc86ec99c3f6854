package dev.tidemark.query.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RedisLinkTest {

    @Test
    void info_whenRedisAnswersAfterTheTimeout_leavesNoConnectionOpen() throws Exception {
        var letIn = new CompletableFuture<Void>();
        try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var closed = CompletableFuture.supplyAsync(() -> untilClosed(server, letIn), Thread::startVirtualThread);
            var link = new RedisLink(new RedisSettings(
                    RedisURI.create("redis://:secret@127.0.0.1:" + server.getLocalPort()), Duration.ofSeconds(2)));

            assertThatThrownBy(link::info)
                    .isInstanceOf(RedisAwayException.class)
                    .hasMessageContaining("no answer within 2000 ms");
            letIn.complete(null);

            assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
            link.close();
        }
    }

    /** Answers OK to every command of the first client, but only after {@code letIn}; returns when the client disconnects. */
    private static boolean untilClosed(ServerSocket server, CompletableFuture<Void> letIn) {
        try (Socket client = server.accept()) {
            byte[] commands = new byte[1000];
            for (int length = client.getInputStream().read(commands);
                    length >= 0;
                    length = client.getInputStream().read(commands)) {
                letIn.join();
                String text = new String(commands, 0, length, StandardCharsets.US_ASCII);
                long count = text.lines().filter(line -> line.startsWith("*")).count();
                client.getOutputStream().write("+OK\r\n".repeat((int) count).getBytes(StandardCharsets.US_ASCII));
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
