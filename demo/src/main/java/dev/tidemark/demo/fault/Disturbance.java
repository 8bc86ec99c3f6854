package dev.tidemark.demo.fault;

/** Something that an application does while a fault is on. Most faults need none: the code that they break asks {@link Faults}. */
public interface Disturbance {

    /** The fault that it belongs to. */
    Fault fault();

    /**
     * Does one step of it. Called again and again by a thread of its own while the fault is on; interrupted when it is turned off.
     *
     * @throws Exception if it cannot be done now, because a backend is down for example; it is tried again
     */
    void step() throws Exception;

    /** Undoes what the steps have left behind; called once after the last step. */
    default void end() throws Exception {}

    /** How many threads do it. */
    default int threads() {
        return 1;
    }
}
