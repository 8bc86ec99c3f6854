package dev.tidemark.embedded;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** For tests: a process that has taken the port of a PostgreSQL, and asks each client for its password in clear text. */
public final class ImpostorPostgres implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int MAX_BYTES = 10_000;
    private static final byte[] CLEAR_TEXT = {'R', 0, 0, 0, 8, 0, 0, 0, 3};

    private final ServerSocket port;
    private final List<String> answers = new CopyOnWriteArrayList<>();

    /** Takes a free port of loopback. */
    public ImpostorPostgres() {
        try {
            port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("impostor").start(this::serve);
    }

    /** The JDBC URL, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port.getLocalPort() + "/tidemark";
    }

    /** What the clients answered: an empty text for each that hung up. */
    public List<String> answers() {
        return List.copyOf(answers);
    }

    private void serve() {
        while (!port.isClosed()) {
            try (Socket client = port.accept()) {
                answers.add(ask(client));
            } catch (IOException e) {
                // The client or this server was closed.
            }
        }
    }

    private static String ask(Socket client) throws IOException {
        var in = new DataInputStream(client.getInputStream());
        while (true) {
            byte[] rest = in.readNBytes(Math.clamp(in.readInt() - 4L, 4, MAX_BYTES));
            int code = (rest[0] & 255) << 24 | (rest[1] & 255) << 16 | (rest[2] & 255) << 8 | rest[3] & 255;
            if (code != SSL_REQUEST && code != GSS_REQUEST) {
                break;
            }
            client.getOutputStream().write('N');
        }
        client.getOutputStream().write(CLEAR_TEXT);
        try {
            return in.readByte() == 'p'
                    ? new String(in.readNBytes(Math.clamp(in.readInt() - 4L, 0, MAX_BYTES)), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
