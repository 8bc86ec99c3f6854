package dev.tidemark.embedded.launch;

/** One component of the running system: one process that is started, watched and stopped. */
interface ManagedProcess {

    String name();

    /** Where it listens, for the progress line; empty if it listens nowhere. */
    String address();

    /**
     * Starts it and returns when it is up. An interrupt of the thread aborts that and leaves nothing behind.
     *
     * @throws RuntimeException if it does not come up in time; the message holds the end of its log and where that is
     */
    void start();

    void stop();

    boolean isAlive();

    /** Whether it runs and says that only a restart helps. */
    default boolean isStuck() {
        return false;
    }

    /** The pid while it runs. */
    long pid();

    /** How it ended, for a message: {@code ended with 137}. */
    String ending();
}
