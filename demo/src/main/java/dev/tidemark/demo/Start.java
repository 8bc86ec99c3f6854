package dev.tidemark.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The start of a program. What the one who starts it can put right is said in one line, without a stack trace. */
public final class Start {

    private static final int WRONG = 1;

    private Start() {}

    /** Runs the start; one that throws {@link IllegalArgumentException} ends the process with status 1. */
    public static void of(Program program) throws Exception {
        try {
            program.start();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG);
        }
    }

    /**
     * Looks whether a server can listen on a port of an address of this machine.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public static void requireFree(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot listen on " + host + ":" + port + ": " + e.getMessage()
                            + "; another port can be set by TIDEMARK_HTTP_PORT, another address by TIDEMARK_HTTP_HOST",
                    e);
        }
    }

    /** What is started. */
    @FunctionalInterface
    public interface Program {
        void start() throws Exception;
    }
}
