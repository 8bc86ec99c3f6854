package dev.tidemark.embedded.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Ports on loopback. */
public final class FreePorts {

    // Below Linux's range for outgoing connections: while a killed server is down, no client's own end can take its
    // port.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;
    private static final int CONNECT_MILLIS = 1_000;
    private static final Set<Integer> GIVEN = new HashSet<>();

    /**
     * One byte for each port; the JVM that was given the port holds a lock on it until it ends, however it ends. Never
     * closed, because closing it would release the locks.
     */
    private static final @Nullable FileChannel CLAIMS = openClaims();

    private FreePorts() {}

    /**
     * A port that nothing listens on now, and that no running JVM of this user was given before: the server that it is for
     * may be stopped and started again.
     */
    public static synchronized int next() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (!GIVEN.contains(port) && isFree(port) && claim(port)) {
                GIVEN.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
    }

    /** Whether no other JVM has the port; then it is this one's until it ends. */
    static boolean claim(int port) {
        try {
            return CLAIMS == null || CLAIMS.tryLock(port, 1, false) != null;
        } catch (IOException e) {
            // A file system without locks: the check that the port is free has to do.
            return true;
        }
    }

    private static @Nullable FileChannel openClaims() {
        String name = "tidemark-ports-" + System.getProperty("user.name");
        try {
            return FileChannel.open(
                    Path.of(System.getProperty("java.io.tmpdir"), name),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether something takes connections on the port of loopback now. */
    public static boolean hasListener(int port) {
        try (var socket = new Socket()) {
            socket.connect(onLoopback(port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a server could listen on the port of loopback now. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(onLoopback(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The address of a port on loopback. */
    public static InetSocketAddress onLoopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }
}
