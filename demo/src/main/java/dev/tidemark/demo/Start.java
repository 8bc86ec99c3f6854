package dev.tidemark.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Starts a program. Errors that the user can fix are printed in one line, without a stack trace. */
public final class Start {

    private static final int WRONG = 1;

    private Start() {}

    /** Runs the program; if it throws {@link IllegalArgumentException}, the process exits with status 1. */
    public static void of(Program program) throws Exception {
        try {
            program.start();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG);
        }
    }

    /**
     * Checks that a server can listen on this address and port.
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
                            + "; choose another port with TIDEMARK_HTTP_PORT, or another address with TIDEMARK_HTTP_HOST",
                    e);
        }
    }

    /** The program to start. */
    @FunctionalInterface
    public interface Program {
        void start() throws Exception;
    }
}
