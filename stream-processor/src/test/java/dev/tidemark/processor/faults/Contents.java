package dev.tidemark.processor.faults;

import dev.tidemark.processor.sink.StoredCalls;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Everything that is stored and published.
 *
 * @param rows the fields of the raw rows by the number of their {@link RequestId}, one entry per copy
 * @param windows the windows of all tiers
 * @param deadLetters the reasons of the dead letters of each record of the requests topic
 * @param strangeLetters dead letters of other topics
 * @param lines the messages of the log lines of each record of the logs topic, one entry per copy
 * @param calls the windows of calls
 * @param lost the number of records that the processor reports as lost
 */
record Contents(
        Map<Long, List<RawRow>> rows,
        Map<RollupKey, Window> windows,
        Map<PartitionOffset, List<String>> deadLetters,
        List<String> strangeDeadLetters,
        Map<PartitionOffset, List<String>> lines,
        Map<StoredCalls.Key, StoredCalls.Sums> calls,
        long lost) {

    /** The same with each series mapped by {@code view}, and windows of equal series merged. */
    Contents seen(UnaryOperator<Series> view) {
        Map<Long, List<RawRow>> seenRows = new HashMap<>();
        rows.forEach((id, copies) ->
                seenRows.put(id, copies.stream().map(row -> row.seen(view)).toList()));
        Map<RollupKey, Replay> merged = new HashMap<>();
        windows.forEach((key, window) -> {
            RollupKey seen = new RollupKey(view.apply(key.series()), key.tier(), key.windowStartMicros());
            merged.computeIfAbsent(seen, unseen -> new Replay()).merge(window);
        });
        Map<RollupKey, Window> seenWindows = new HashMap<>();
        merged.forEach((key, replay) -> seenWindows.put(key, replay.window()));
        return new Contents(seenRows, seenWindows, deadLetters, strangeDeadLetters, lines, calls, lost);
    }

    Contents withoutParts() {
        Map<Long, List<RawRow>> bare = new HashMap<>();
        rows.forEach((id, copies) ->
                bare.put(id, copies.stream().map(RawRow::withoutParts).toList()));
        return new Contents(bare, Window.withoutParts(windows), deadLetters, strangeDeadLetters, lines, calls, lost);
    }

    /** The number of raw rows, counting every copy. */
    long rowCount() {
        return rows.values().stream().mapToLong(List::size).sum();
    }

    /** The number of dead letters, counting every copy. */
    long deadLetterCount() {
        return deadLetters.values().stream().mapToLong(List::size).sum() + strangeDeadLetters.size();
    }
}
