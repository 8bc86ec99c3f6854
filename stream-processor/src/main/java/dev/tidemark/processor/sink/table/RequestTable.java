package dev.tidemark.processor.sink.table;

import dev.tidemark.processor.sink.copy.BinaryCopy;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.dimension.IdCache;
import dev.tidemark.processor.sink.dimension.LruCache;
import dev.tidemark.processor.sink.dimension.RequestLabels;
import dev.tidemark.processor.sink.partition.Partitions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The table {@code request}. */
public final class RequestTable implements EventTable<RequestRow> {
    private static final List<String> COLUMNS = List.of(
            "ts", "span_id", "request_bytes", "response_bytes", "trace_id", "duration_us", "label_set_id", "stream");
    static final List<String> PARTS = List.of(
            "application_us", "db_us", "db_calls", "pool_wait_us", "redis_us", "redis_calls", "http_us", "http_calls");

    private final InstantSource clock;
    private final Partitions partitions = new Partitions("request");
    private final CardinalityLimits limits;
    private RequestLabels labels;
    private final LruCache<RequestLabels.Labels> cache;

    public RequestTable(CardinalityLimits limits, InstantSource clock) {
        this.clock = clock;
        this.limits = limits;
        this.labels = new RequestLabels(limits);
        this.cache = new LruCache<>(IdCache.REQUEST_LABELS, limits, RequestLabels.Labels::bytes);
    }

    @Override
    public Prepared<RequestRow> prepare(Connection connection, Rows<RequestRow> rows) throws SQLException {
        Map<Object, RequestLabels.Found> labelSets =
                labelSets(connection, rows.kinds(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        Map<String, Integer> folded = new HashMap<>();
        return new Prepared<>(List.of(), folded, into -> copy(into, rows.list(), labelSets, folded));
    }

    @Override
    public void forget() {
        partitions.forget();
        labels = new RequestLabels(limits);
        cache.clear();
    }

    /** The label set of each kind. */
    private Map<Object, RequestLabels.Found> labelSets(Connection connection, Set<Object> kinds, LocalDate today)
            throws SQLException {
        cache.turnTo(today);
        Map<Object, RequestLabels.Found> found = new IdentityHashMap<>();
        List<RequestKind> open = new ArrayList<>();
        for (Object each : kinds) {
            RequestKind kind = (RequestKind) each;
            partitions.see(kind.dayMicros);
            Integer id = cache.get(kind.labels);
            if (id == null) {
                open.add(kind);
            } else {
                found.put(kind, new RequestLabels.Found(id, null));
            }
        }
        partitions.ensureSeen(connection);
        if (!open.isEmpty()) {
            Map<RequestLabels.Labels, RequestLabels.Found> loaded = labels.load(
                    connection, open.stream().map(kind -> kind.labels).collect(Collectors.toSet()), today);
            open.forEach(
                    kind -> found.put(kind, remember(kind.labels, Objects.requireNonNull(loaded.get(kind.labels)))));
        }
        return found;
    }

    /** Folded labels are looked up again each time: they may be within the limit by now, and each fold is counted. */
    private RequestLabels.Found remember(RequestLabels.Labels words, RequestLabels.Found found) {
        if (found.folded() == null) {
            cache.put(words, found.id());
        }
        return found;
    }

    private static long copy(
            Connection connection,
            List<Positioned<RequestRow>> rows,
            Map<Object, RequestLabels.Found> labelSets,
            Map<String, Integer> folded)
            throws SQLException {
        // Without measured requests, a batch costs no more than before there were parts.
        boolean withParts = rows.stream().anyMatch(row -> row.event().parts != null);
        try (BinaryCopy copy = new BinaryCopy(connection, "request", columns(withParts))) {
            for (Positioned<RequestRow> each : rows) {
                RequestRow row = each.event();
                RequestLabels.Found labelSet = Objects.requireNonNull(labelSets.get(row.kind()));
                if (labelSet.folded() != null) {
                    folded.merge(labelSet.folded(), 1, Integer::sum);
                }
                row.into(copy, labelSet.id(), withParts);
            }
            return copy.end();
        }
    }

    private static String[] columns(boolean withParts) {
        List<String> columns = new ArrayList<>(COLUMNS);
        if (withParts) {
            columns.addAll(PARTS);
        }
        return columns.toArray(new String[0]);
    }
}
