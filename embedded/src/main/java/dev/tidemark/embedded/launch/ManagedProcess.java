package dev.tidemark.embedded.launch;

/** One component of the running system: a process that is started, monitored and stopped. */
interface ManagedProcess {

    String name();

    /** Where it listens, for the progress line; empty if it does not listen. */
    String address();

    /**
     * Starts the process and returns when it is up. An interrupt of the thread aborts the start and leaves no process behind.
     *
     * @throws RuntimeException if it is not up in time; the message contains the path and the end of its log
     */
    void start();

    void stop();

    boolean isAlive();

    /** Returns whether it is running and reports that only a restart helps. */
    default boolean isStuck() {
        return false;
    }

    /** The pid while it is running. */
    long pid();

    /** How it ended, for a message: {@code ended with 137}. */
    String ending();
}
