package dev.tidemark.embedded.process;

import java.time.Duration;

/** A server that was started, seen from outside: a child process or the main process of a container. Safe to use from any thread. */
public interface ServerProcess {

    boolean isAlive();

    /** The status it ended with; above 128 it was ended by signal {@code status - 128}. */
    int exitStatus();

    /** The last lines it wrote. */
    String tail(int lines);

    /** Asks it to stop, waits up to {@code patience} and then kills it. Returns once it is gone; true if it went by itself. */
    boolean stop(Signal signal, Duration patience);

    /** Ends it at once, with SIGKILL, and returns when it is gone. */
    void kill();
}
