package dev.tidemark.embedded.process;

import java.time.Duration;

/** The process of a server: a child process or the main process of a container. Thread-safe. */
public interface ServerProcess {

    boolean isAlive();

    /** The exit status; above 128, the process was ended by signal {@code status - 128}. */
    int exitStatus();

    /** The last lines of its output. */
    String tail(int lines);

    /** Asks it to stop and kills it after {@code patience}. Returns when it has ended; true if it was not killed. */
    boolean stop(Signal signal, Duration patience);

    /** Kills it with SIGKILL and returns when it has ended. */
    void kill();
}
