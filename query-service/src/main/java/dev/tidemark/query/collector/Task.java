package dev.tidemark.query.collector;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.lettuce.RedisAwayException;
import dev.tidemark.query.lettuce.RedisRefusedException;
import java.time.Duration;
import java.util.List;

/** A reading that is repeated while this instance is elected. For the thread of its lane. */
interface Task {
    /** Its name in metrics. */
    String name();

    /** How often it is repeated at most; 0 for never. */
    Duration interval();

    /**
     * Reads and adds samples.
     *
     * @return the figures that could not be read, with the reason and the remedy
     * @throws dev.tidemark.query.store.DatabaseException if PostgreSQL does not answer
     */
    List<Unknown> run(Samples samples) throws RedisAwayException, RedisRefusedException;

    /** It takes at most this part of the time, such as 400 for a 400th. */
    default long share() {
        return 400;
    }

    /** Whether it makes pauses itself, so that the time it takes is not what it costs. */
    default boolean pauses() {
        return false;
    }

    /** How often labels were not published because there were too many of them. */
    default long refusedLabels() {
        return 0;
    }

    /** The server did not answer. */
    default void away(Samples samples) {}

    /** Forgets earlier readings: another instance may have been elected meanwhile. */
    void reset();
}
