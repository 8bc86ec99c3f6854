package dev.tidemark.processor.sink.table;

import dev.tidemark.processor.sink.dimension.CallLabels;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.partition.Partitions;
import dev.tidemark.processor.sink.partition.RetentionSettings;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables {@code call_10s}, {@code call_1m} and {@code call_1h}. A batch is added to what is stored: a summary is a part of its
 * windows, not their newest value. It is left out of the tiers whose retention has passed for it. Operations beyond the limit are stored
 * as {@code (other)} of their endpoint and kind.
 */
public final class CallTable implements EventTable<CallSummary> {
    private final CardinalityLimits limits;
    private final RetentionSettings retention;
    private final InstantSource used;
    private final InstantSource earlier;
    private final List<Part> parts = Stream.of(Tier.values()).map(Part::of).toList();
    private CallLabels labels;

    /**
     * @param used the day on which names are marked as used
     * @param earlier the earlier of the times by which rows are kept
     */
    public CallTable(CardinalityLimits limits, RetentionSettings retention, InstantSource used, InstantSource earlier) {
        this.limits = limits;
        this.retention = retention;
        this.used = used;
        this.earlier = earlier;
        this.labels = new CallLabels(limits);
    }

    /** A tier and its partitions. */
    private record Part(Tier tier, CallTier table, Partitions partitions) {
        static Part of(Tier tier) {
            CallTier table = new CallTier(tier);
            return new Part(tier, table, new Partitions(table.table()));
        }
    }

    @Override
    public Prepared<CallSummary> prepare(Connection connection, Rows<CallSummary> batch) throws SQLException {
        Instant now = earlier.instant();
        Map<String, Integer> folded = new HashMap<>();
        List<CallTier.Row> rows = rows(connection, batch.list(), folded);
        Map<Part, List<CallTier.Row>> byPart = new HashMap<>();
        for (Part part : parts) {
            List<CallTier.Row> kept = kept(part.tier(), rows, now);
            kept.forEach(row -> part.partitions().see(part.table().windowStart(row.event())));
            part.partitions().ensureSeen(connection);
            byPart.put(part, kept);
        }
        CallTier.prepare(connection);
        Map<String, Integer> unreadable = new HashMap<>();
        return new Prepared<>(List.of(), folded, unreadable, into -> {
            long written = 0;
            for (Part part : parts) {
                written += part.table().add(into, Objects.requireNonNull(byPart.get(part)), unreadable);
            }
            return written;
        });
    }

    private List<CallTier.Row> rows(
            Connection connection, List<Positioned<CallSummary>> batch, Map<String, Integer> folded)
            throws SQLException {
        List<CallLabels.Labels> names =
                batch.stream().map(row -> CallLabels.Labels.of(row.event())).toList();
        LocalDate today = LocalDate.ofInstant(used.instant(), ZoneOffset.UTC);
        Map<CallLabels.Labels, CallLabels.Found> ids =
                labels.load(connection, names.stream().collect(Collectors.toSet()), today);
        List<CallTier.Row> rows = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            CallLabels.Found found = Objects.requireNonNull(ids.get(names.get(i)));
            rows.add(new CallTier.Row(batch.get(i).event(), found.id()));
            if (found.folded() != null) {
                folded.merge(found.folded(), 1, Integer::sum);
            }
        }
        return rows;
    }

    /** The rows whose partition is still kept. Each summary is written to the tier that is kept longest, since its reader accepted it. */
    private List<CallTier.Row> kept(Tier tier, List<CallTier.Row> rows, Instant now) {
        if (retention.rollups(tier).equals(retention.longestOfRollups())) {
            return rows;
        }
        long first = Timestamps.toMicros(now.minus(retention.rollups(tier)));
        return rows.stream()
                .filter(row -> row.event().timestampMicros() >= first)
                .toList();
    }

    @Override
    public void forget() {
        parts.forEach(part -> part.partitions().forget());
        labels = new CallLabels(limits);
    }
}
