package dev.tidemark.processor.sink.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The table {@code request}. */
public final class RequestTable implements EventTable<RequestRow> {
    private static final int CACHED = 50_000;

    private final Clock clock;
    private final Partitions partitions = new Partitions("request");
    private final CardinalityLimits limits;
    private RequestLabels labels;
    private final LruCache<RequestLabels.Labels> cache = new LruCache<>(CACHED);

    public RequestTable(CardinalityLimits limits, Clock clock) {
        this.clock = clock;
        this.limits = limits;
        this.labels = new RequestLabels(limits);
    }

    @Override
    public Prepared<RequestRow> prepare(Connection connection, List<Positioned<RequestRow>> rows) throws SQLException {
        Map<String, Integer> folded = new HashMap<>();
        int[] labelSetIds = labelSetIds(connection, rows, folded, LocalDate.now(clock));
        return new Prepared<>(List.of(), folded, into -> copy(into, rows, labelSetIds));
    }

    @Override
    public void forget() {
        partitions.forget();
        labels = new RequestLabels(limits);
        cache.clear();
    }

    private int[] labelSetIds(
            Connection connection, List<Positioned<RequestRow>> rows, Map<String, Integer> folded, LocalDate today)
            throws SQLException {
        cache.turnTo(today);
        int[] ids = new int[rows.size()];
        Map<Integer, RequestLabels.Labels> open = new HashMap<>();
        // Most rows share their labels with one before, as the same object: no word of them has to be looked at.
        Map<RequestLabels.Labels, Integer> seen = new IdentityHashMap<>();
        for (int i = 0; i < ids.length; i++) {
            RequestRow row = rows.get(i).event();
            partitions.see(row.timestampMicros);
            RequestLabels.Labels words = row.labels;
            Integer id = seen.get(words);
            if (id == null) {
                id = cache.get(words);
                if (id == null) {
                    open.put(i, words);
                    continue;
                }
                seen.put(words, id);
            }
            ids[i] = id;
        }
        partitions.ensureSeen(connection);
        if (!open.isEmpty()) {
            Map<RequestLabels.Labels, RequestLabels.Found> loaded =
                    labels.load(connection, new HashSet<>(open.values()), today);
            open.forEach((row, words) -> ids[row] = remember(words, Objects.requireNonNull(loaded.get(words)), folded));
        }
        return ids;
    }

    /** What is folded is looked up again each time: it may have got a place since, and is to be counted. */
    private int remember(RequestLabels.Labels words, RequestLabels.Found found, Map<String, Integer> folded) {
        if (found.folded() == null) {
            cache.put(words, found.id());
        } else {
            folded.merge(found.folded(), 1, Integer::sum);
        }
        return found.id();
    }

    private static long copy(Connection connection, List<Positioned<RequestRow>> rows, int[] labelSetIds)
            throws SQLException {
        try (BinaryCopy copy = new BinaryCopy(
                connection,
                "request",
                "ts",
                "span_id",
                "request_bytes",
                "response_bytes",
                "trace_id",
                "duration_us",
                "label_set_id")) {
            for (int i = 0; i < labelSetIds.length; i++) {
                rows.get(i).event().into(copy, labelSetIds[i]);
            }
            return copy.end();
        }
    }
}
