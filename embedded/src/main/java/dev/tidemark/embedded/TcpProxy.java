package dev.tidemark.embedded;

import dev.tidemark.embedded.process.FreePorts;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy between clients and a server on loopback that can block one or both directions. As on a real network, this is silent:
 * connections stay open, and data that was sent meanwhile arrives after {@code mend}, if both ends are still connected. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

    /** The direction of data. */
    public enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    private static final int BUFFER_BYTES = 1 << 14;

    private final int port = FreePorts.next();
    private final int serverPort;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Way> cut = EnumSet.noneOf(Way.class);

    /** Starts listening on a free port and forwards connections to {@code serverPort}. */
    public TcpProxy(int serverPort) {
        this.serverPort = serverPort;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(FreePorts.onLoopback(port));
        } catch (IOException e) {
            throw new UncheckedIOException("no proxy on port " + port, e);
        }
        Thread.ofPlatform().daemon().name("proxy-" + port).start(this::accept);
    }

    /** The port for clients, on loopback. */
    public int port() {
        return port;
    }

    /** Blocks these directions. */
    public synchronized void cut(Way first, Way... more) {
        cut.addAll(EnumSet.of(first, more));
    }

    /** Unblocks both directions; waiting data is forwarded first. */
    public synchronized void mend() {
        cut.clear();
        notifyAll();
    }

    private synchronized void awaitMended(Way way) throws InterruptedException {
        while (cut.contains(way)) {
            wait();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                Thread.ofPlatform().daemon().name("proxy-" + port + "-out").start(() -> serve(client));
            } catch (IOException e) {
                // The proxy is closed, or the client has disconnected.
            }
        }
    }

    private void serve(Socket client) {
        try {
            // A TCP handshake needs packets in both directions.
            awaitMended(Way.TO_SERVER);
            awaitMended(Way.TO_CLIENT);
            Socket server = new Socket();
            sockets.add(server);
            server.connect(FreePorts.onLoopback(serverPort));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofPlatform()
                    .daemon()
                    .name("proxy-" + port + "-back")
                    .start(() -> pump(server, client, Way.TO_CLIENT));
            pump(client, server, Way.TO_SERVER);
        } catch (IOException e) {
            closeQuietly(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to, Way way) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitMended(way);
                out.write(buffer, 0, n);
            }
            awaitMended(way);
        } catch (IOException e) {
            // One end has disconnected; the other is closed below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is already closed.
        }
        sockets.remove(socket);
    }

    @Override
    public void close() {
        closeQuietly(listener);
        sockets.forEach(this::closeQuietly);
        mend();
    }
}
