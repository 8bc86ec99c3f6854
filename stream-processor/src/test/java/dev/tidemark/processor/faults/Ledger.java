package dev.tidemark.processor.faults;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the broker has taken, and so what must be stored. A replay without faults comes to the same windows, since sketches do not
 * depend on order. Thread-safe.
 */
final class Ledger {
    private final Map<Place, RequestEvent> requests = new LinkedHashMap<>();
    private final Map<Place, String> rejects = new LinkedHashMap<>();
    private long lost;

    /** The broker has taken a request that counts. */
    synchronized void request(Place place, RequestEvent event) {
        requests.put(place, event);
    }

    /** The broker has taken a record that is to become a dead letter for {@code reason}. */
    synchronized void reject(Place place, String reason) {
        rejects.put(place, reason);
    }

    /** Retention has dropped the records of a partition from {@code from} to before {@code to} unread: they must be counted as lost. */
    synchronized void lose(int partition, long from, long to) {
        for (Iterator<Place> places = places(); places.hasNext(); ) {
            Place place = places.next();
            if (place.partition() == partition && place.offset() >= from && place.offset() < to) {
                requests.remove(place);
                rejects.remove(place);
                lost++;
            }
        }
    }

    private Iterator<Place> places() {
        Map<Place, Object> all = new HashMap<>(requests);
        all.putAll(rejects);
        return all.keySet().iterator();
    }

    /** Everything, with what is lost. */
    synchronized long produced() {
        return requests.size() + rejects.size() + lost;
    }

    /** What must be stored by now. */
    Expected expected() {
        return expected(UnaryOperator.identity());
    }

    /** The same, with the windows of each series put together under {@code view} of it. */
    synchronized Expected expected(UnaryOperator<Series> view) {
        Map<Long, Sent> rows = new HashMap<>();
        Map<RollupKey, Replay> replays = new HashMap<>();
        requests.forEach((place, event) -> {
            rows.put(
                    Long.parseUnsignedLong(String.valueOf(event.spanId()), 16),
                    new Sent(place, RawRow.of(event).seen(view)));
            for (Tier tier : Tier.values()) {
                RollupKey key =
                        new RollupKey(view.apply(event.series()), tier, tier.windowStart(event.timestampMicros()));
                replays.computeIfAbsent(key, unseen -> new Replay()).add(event);
            }
        });
        Map<RollupKey, Window> windows = new HashMap<>();
        replays.forEach((key, replay) -> windows.put(key, replay.window()));
        return new Expected(rows, windows, Map.copyOf(rejects), lost);
    }

    /**
     * A request that the broker has taken.
     *
     * @param place where
     * @param row what is to be stored of it
     */
    record Sent(Place place, RawRow row) {}

    /**
     * @param rows each request by the number of its {@link RequestId}
     * @param windows what a replay without faults comes to
     * @param deadLetters the reason of each record that is not stored
     * @param lost records that were dropped unread
     */
    record Expected(Map<Long, Sent> rows, Map<RollupKey, Window> windows, Map<Place, String> deadLetters, long lost) {}
}
