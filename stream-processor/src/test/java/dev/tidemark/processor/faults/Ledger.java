package dev.tidemark.processor.faults;

import dev.tidemark.processor.sink.StoredCalls;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Records what the broker accepted, and therefore what must be stored. A replay without faults gives the same windows,
 * since sketches do not depend on order. Thread-safe.
 */
final class Ledger {
    private final Map<PartitionOffset, List<RequestEvent>> requests = new LinkedHashMap<>();
    private final Map<PartitionOffset, List<String>> rejects = new LinkedHashMap<>();
    private final Map<PartitionOffset, String> lines = new HashMap<>();
    private final List<CallSummary> calls = new ArrayList<>();
    private long lost;

    /** The broker accepted a valid request; its record may contain others. */
    synchronized void request(PartitionOffset position, RequestEvent event) {
        requests.computeIfAbsent(position, unseen -> new ArrayList<>()).add(event);
    }

    /** The broker accepted a record, or a request in it, that must become a dead letter for {@code reason}. */
    synchronized void reject(PartitionOffset position, String reason) {
        rejects.computeIfAbsent(position, unseen -> new ArrayList<>()).add(reason);
    }

    /** The broker accepted a log line. */
    synchronized void line(PartitionOffset position, String message) {
        lines.put(position, message);
    }

    /** The broker accepted a summary of calls. */
    synchronized void calls(CallSummary event) {
        calls.add(event);
    }

    /** What the windows of calls must be by now. */
    synchronized Map<StoredCalls.Key, StoredCalls.Sums> expectedCalls() {
        return StoredCalls.of(calls);
    }

    /**
     * Retention dropped the unread records of a partition from {@code from} (inclusive) to {@code to} (exclusive). They
     * must be counted as lost; how many requests they contained is unknown.
     */
    synchronized void lose(int partition, long from, long to) {
        for (long offset = from; offset < to; offset++) {
            PartitionOffset position = new PartitionOffset(partition, offset);
            boolean good = requests.remove(position) != null;
            boolean bad = rejects.remove(position) != null;
            lost += good || bad ? 1 : 0;
        }
    }

    /** The number of all events: requests, bad records and lost records. */
    synchronized long produced() {
        return size(requests) + size(rejects) + lost;
    }

    private static long size(Map<PartitionOffset, ? extends List<?>> lists) {
        return lists.values().stream().mapToLong(List::size).sum();
    }

    /** What must be stored by now. */
    Expected expected() {
        return expected(UnaryOperator.identity());
    }

    /** The same, with series mapped by {@code view} and windows of equal series merged. */
    synchronized Expected expected(UnaryOperator<Series> view) {
        Map<Long, Sent> rows = new HashMap<>();
        Map<RollupKey, Replay> replays = new HashMap<>();
        requests.forEach((position, events) -> events.forEach(event -> {
            rows.put(
                    Long.parseUnsignedLong(String.valueOf(event.spanId()), 16),
                    new Sent(position, RawRow.of(event).seen(view)));
            for (Tier tier : Tier.values()) {
                RollupKey key =
                        new RollupKey(view.apply(event.series()), tier, tier.windowStart(event.timestampMicros()));
                replays.computeIfAbsent(key, unseen -> new Replay()).add(event);
            }
        }));
        Map<RollupKey, Window> windows = new HashMap<>();
        replays.forEach((key, replay) -> windows.put(key, replay.window()));
        Map<PartitionOffset, List<String>> deadLetters = new HashMap<>();
        rejects.forEach((position, reasons) -> deadLetters.put(position, List.copyOf(reasons)));
        return new Expected(rows, windows, deadLetters, Map.copyOf(lines), expectedCalls(), lost);
    }

    /**
     * A request that the broker accepted.
     *
     * @param place its position in the topic
     * @param row the row to be stored
     */
    record Sent(PartitionOffset position, RawRow row) {}

    /**
     * @param rows each request by the number of its {@link RequestId}
     * @param windows the windows of a replay without faults
     * @param deadLetters the reasons of the dead letters of each record, one per request that is not stored
     * @param lines the message of each log line
     * @param calls the windows of calls
     * @param lost records of the requests topic that were dropped unread
     */
    record Expected(
            Map<Long, Sent> rows,
            Map<RollupKey, Window> windows,
            Map<PartitionOffset, List<String>> deadLetters,
            Map<PartitionOffset, String> lines,
            Map<StoredCalls.Key, StoredCalls.Sums> calls,
            long lost) {

        Expected withoutParts() {
            Map<Long, Sent> bare = new HashMap<>();
            rows.forEach((id, sent) ->
                    bare.put(id, new Sent(sent.position(), sent.row().withoutParts())));
            return new Expected(bare, Window.withoutParts(windows), deadLetters, lines, calls, lost);
        }

        long deadLetterCount() {
            return size(deadLetters);
        }
    }
}
