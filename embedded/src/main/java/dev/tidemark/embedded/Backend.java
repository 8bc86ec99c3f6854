package dev.tidemark.embedded;

import java.nio.file.Path;

/**
 * One running server that the pipeline needs.
 *
 * <p>An instance belongs to one data folder and one port; both survive {@link #stop()} and {@link #kill()}, so a second
 * {@link #start()} finds the data again under the same address. Where the server comes from (a child process, a container) is the
 * implementation's business. All methods may be called from any thread.
 */
public interface Backend extends AutoCloseable {

    /** What it is, as an error message or a progress line says it: {@code kafka}, {@code postgres}, {@code redis}. */
    String name();

    /**
     * Starts the server and returns once it answers; does nothing when it runs already.
     *
     * @throws BackendException if it does not answer in time; the message names the backend, its port and the end of its log
     */
    void start();

    /** Where clients find it, as {@code host:port}. Known before the first start. */
    String address();

    /** The port of {@link #address()}. */
    int port();

    /** Stops it in order, within a bound, after which it is killed. Does nothing when it does not run. */
    void stop();

    /** Ends it at once, as {@code kill -9} does. Does nothing when it does not run. */
    void kill();

    /** Whether its process runs. */
    boolean isAlive();

    /**
     * The process id.
     *
     * @throws IllegalStateException if it does not run
     * @throws UnsupportedOperationException if it runs in a container, whose processes may be on another kernel
     */
    long pid();

    /**
     * The file its output goes to; it exists from the first start on and is bounded in size.
     *
     * @throws UnsupportedOperationException if it runs in a container, whose engine keeps its output
     */
    Path log();

    /** Stops it, and deletes its folder if that was a temporary one. */
    @Override
    void close();
}
