package dev.tidemark.processor.faults;

import dev.tidemark.wire.event.RollupKey;
import java.util.List;
import java.util.Map;

/**
 * What is stored and published.
 *
 * @param rows how often each {@link RequestId}, by its number, stands in the raw rows
 * @param windows the windows of all tiers
 * @param deadLetters the reasons of the dead letters of each record of the requests topic
 * @param strangeLetters dead letters of other topics
 * @param lost what the processor says it has lost
 */
record Contents(
        Map<Long, Integer> rows,
        Map<RollupKey, Window> windows,
        Map<Place, List<String>> deadLetters,
        List<String> strangeLetters,
        long lost) {

    /** Raw rows, each copy counted. */
    long rowCount() {
        return rows.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Dead letters, each copy counted. */
    long deadLetterCount() {
        return deadLetters.values().stream().mapToLong(List::size).sum() + strangeLetters.size();
    }

    /** A window as it is stored: the column that counts, and the bytes of the sketch. */
    record Window(long count, byte[] sketch) {}
}
