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

    // Below Linux's range for outgoing connections, which could otherwise take the port of a killed server.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;
    private static final int CONNECT_MILLIS = 1_000;
    private static final Set<Integer> GIVEN = new HashSet<>();

    /**
     * One byte for each port. The JVM that got the port holds a lock on it until it exits. Never closed, because that would release
     * the locks.
     */
    private static final @Nullable FileChannel CLAIMS = openClaims();

    private FreePorts() {}

    /**
     * Returns a port on which nothing listens and which no other running JVM of this user has got, so that a server on it can be
     * stopped and restarted.
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

    /** Claims the port for this JVM until it exits; false if another JVM has it. */
    static boolean claim(int port) {
        try {
            return CLAIMS == null || CLAIMS.tryLock(port, 1, false) != null;
        } catch (IOException e) {
            // The file system has no locks, so checking that the port is free must be enough.
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

    /** Returns whether something accepts connections on this port of loopback. */
    public static boolean hasListener(int port) {
        try (var socket = new Socket()) {
            socket.connect(onLoopback(port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns whether a server could listen on this port of loopback. */
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
