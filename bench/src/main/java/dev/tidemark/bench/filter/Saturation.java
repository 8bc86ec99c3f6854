package dev.tidemark.bench.filter;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A client that asks as fast as it gets answers, on several connections, and does as little as it can, to leave the processors alone. */
final class Saturation implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final int BUFFER = 8 << 10;
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

    private final String path;
    private final byte[] request;
    private final ExecutorService executor = Executors.newFixedThreadPool(CONNECTIONS);

    Saturation(String path) {
        this.path = path;
        request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    String path() {
        return path;
    }

    /** Returns how many requests were answered within a time. */
    long run(int port, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Future<Long>> running = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            running.add(executor.submit(() -> ask(port, end)));
        }
        long answered = 0;
        for (Future<Long> connection : running) {
            try {
                answered += connection.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a connection of bench filter failed", e);
            }
        }
        return answered;
    }

    private long ask(int port, long end) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            byte[] buffer = new byte[BUFFER];
            InputStream in = socket.getInputStream();
            // All answers of a connection have the same length, so only the first is looked through.
            socket.getOutputStream().write(request);
            int length = readFirst(in, buffer);
            long answered = 1;
            while (System.nanoTime() - end < 0) {
                socket.getOutputStream().write(request);
                if (in.readNBytes(buffer, 0, length) < length || !isOk(buffer)) {
                    throw new IOException("not the answer of a good request: "
                            + new String(buffer, 0, length, StandardCharsets.US_ASCII));
                }
                answered++;
            }
            return answered;
        }
    }

    /** Reads the first answer and returns its length. */
    private static int readFirst(InputStream in, byte[] buffer) throws IOException {
        int length = 0;
        while (true) {
            int read = in.read(buffer, length, buffer.length - length);
            if (read < 0) {
                throw new IOException("the connection was closed");
            }
            length += read;
            String answer = new String(buffer, 0, length, StandardCharsets.US_ASCII);
            if (answer.endsWith("hello")) {
                return length;
            }
        }
    }

    private static boolean isOk(byte[] answer) {
        for (int i = 0; i < OK.length; i++) {
            if (answer[i] != OK[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
