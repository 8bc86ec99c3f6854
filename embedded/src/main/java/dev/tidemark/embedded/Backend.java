package dev.tidemark.embedded;

import java.nio.file.Path;

/**
 * A server that the pipeline needs: Kafka, PostgreSQL or Redis.
 *
 * <p>Each instance has one data folder and one port. Both survive {@link #stop()} and {@link #kill()}, so after another
 * {@link #start()} the data is available under the same address. The server may run as a child process or in a container.
 * Thread-safe.
 */
public interface Backend extends AutoCloseable {

    /** The name in messages: {@code kafka}, {@code postgres} or {@code redis}. */
    String name();

    /**
     * Starts the server and returns once it answers. Does nothing if it is already running.
     *
     * @throws BackendException if it does not answer in time; the message contains the backend, its port and the end of its log
     */
    void start();

    /** The address for clients, {@code host:port}. Known before the first start. */
    String address();

    /** The port of {@link #address()}. */
    int port();

    /** Stops the server gracefully, and kills it if that takes too long. Does nothing if it is not running. */
    void stop();

    /** Ends the server immediately, like {@code kill -9}. Does nothing if it is not running. */
    void kill();

    /** Returns whether its process is running. */
    boolean isAlive();

    /**
     * Returns the process id.
     *
     * @throws IllegalStateException if it is not running
     * @throws UnsupportedOperationException for a container, which may run on another kernel
     */
    long pid();

    /**
     * Returns the log file, which is bounded in size. It exists after the first start.
     *
     * @throws UnsupportedOperationException for a container, whose output is kept by the engine
     */
    Path log();

    /** Stops the server, and deletes its folder if it is temporary. */
    @Override
    void close();
}
