package dev.tidemark.query.requests;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** The windows of a store, changed as the sink changes them, and merged one by one. */
final class StoredWindows {
    private final Store store;

    StoredWindows(Store store) {
        this.store = store;
    }

    /** Windows merged one by one. */
    record Merged(LatencySketch sketch, long minMicros, long maxMicros) {
        private Merged plus(Merged other) {
            sketch.merge(other.sketch);
            return new Merged(sketch, Math.min(minMicros, other.minMicros), Math.max(maxMicros, other.maxMicros));
        }

        long count() {
            return sketch.count();
        }

        double millisAt(double quantile) {
            return Rounding.millis(sketch.quantile(quantile, minMicros, maxMicros));
        }
    }

    /** Adds a request of {@code micros} to the window that holds {@code at}, which an endpoint must have. */
    void addLate(Tier tier, Instant at, int endpoint, long micros) throws SQLException {
        OffsetDateTime start = Instant.ofEpochSecond(at.getEpochSecond()
                        / tier.size().toSeconds()
                        * tier.size().toSeconds())
                .atOffset(ZoneOffset.UTC);
        try (Connection connection = store.connect();
                var select = connection.prepareStatement(
                        "SELECT sketch FROM rollup_" + tier.label() + " WHERE window_start = ? AND endpoint_id = ?")) {
            select.setObject(1, start);
            select.setInt(2, endpoint);
            try (var row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no window of endpoint " + endpoint + " at " + start);
                }
                LatencySketch sketch = LatencySketch.fromBytes(row.getBytes(1));
                sketch.add(micros);
                store.execute(
                        "UPDATE rollup_" + tier.label() + """
                         SET count = count + 1, status_2xx = status_2xx + 1, sum_us = sum_us + ?, min_us = least(min_us, ?),
                             max_us = greatest(max_us, ?), sketch = ?
                         WHERE window_start = ? AND endpoint_id = ?
                        """,
                        micros,
                        micros,
                        micros,
                        sketch.toBytes(),
                        start,
                        endpoint);
            }
        }
    }

    /** The same in the windows of all tiers. */
    void addLate(Instant at, int endpoint, long micros) throws SQLException {
        for (Tier tier : Tier.values()) {
            addLate(tier, at, endpoint, micros);
        }
    }

    /** All windows of {@code tier} in a span that {@code condition} on an endpoint's id holds of, merged by {@code key}. */
    Map<Long, Merged> merged(Tier tier, Instant from, Instant to, String condition, String key) throws SQLException {
        Map<Long, Merged> merged = new TreeMap<>();
        try (Connection connection = store.connect();
                var select = connection.prepareStatement("SELECT " + key + ", min_us, max_us, sketch FROM rollup_"
                        + tier.label() + " WHERE window_start >= ? AND window_start < ? AND " + condition)) {
            select.setObject(1, from.atOffset(ZoneOffset.UTC));
            select.setObject(2, to.atOffset(ZoneOffset.UTC));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    Merged part =
                            new Merged(LatencySketch.fromBytes(rows.getBytes(4)), rows.getLong(2), rows.getLong(3));
                    merged.merge(rows.getLong(1), part, Merged::plus);
                }
            }
        }
        return merged;
    }
}
