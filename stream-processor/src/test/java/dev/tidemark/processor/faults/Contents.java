package dev.tidemark.processor.faults;

import static java.util.Objects.requireNonNull;

import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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

    /** The same, with the windows of each series put together under {@code view} of it. */
    Contents seen(UnaryOperator<Series> view) {
        Map<RollupKey, Long> counts = new HashMap<>();
        Map<RollupKey, LatencySketch> sketches = new HashMap<>();
        windows.forEach((key, window) -> {
            RollupKey seen = new RollupKey(view.apply(key.series()), key.tier(), key.windowStartMicros());
            counts.merge(seen, window.count(), Long::sum);
            sketches.computeIfAbsent(seen, unseen -> new LatencySketch()).mergeBytes(window.sketch());
        });
        Map<RollupKey, Window> merged = new HashMap<>();
        counts.forEach((key, count) -> merged.put(
                key, new Window(count, requireNonNull(sketches.get(key)).toBytes())));
        return new Contents(rows, merged, deadLetters, strangeLetters, lost);
    }

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
