package dev.tidemark.processor.sink.table;

import dev.tidemark.processor.sink.copy.BinaryCopy;
import dev.tidemark.processor.sink.copy.JsonText;
import dev.tidemark.processor.sink.copy.TraceIds;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.dimension.Origin;
import dev.tidemark.processor.sink.dimension.OriginIds;
import dev.tidemark.processor.sink.partition.Partitions;
import dev.tidemark.wire.codec.LogTimes;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table {@code log}. */
public final class LogTable implements EventTable<LogEvent> {
    private static final String[] COLUMNS = {
        "ts",
        "record_partition",
        "record_offset",
        "service_id",
        "instance_id",
        "severity",
        "logger",
        "thread",
        "message",
        "trace_id",
        "span_id",
        "error_type",
        "stack_trace",
        "fields",
        "level_word",
        "received"
    };

    private final CardinalityLimits limits;
    private final InstantSource clock;
    private final Partitions partitions = new Partitions("log");
    private OriginIds origins;

    public LogTable(CardinalityLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.origins = new OriginIds(limits);
    }

    @Override
    public Prepared<LogEvent> prepare(Connection connection, Rows<LogEvent> batch) throws SQLException {
        List<Positioned<LogEvent>> rows = batch.list();
        rows.forEach(row -> partitions.see(row.event().timestampMicros()));
        partitions.ensureSeen(connection);
        Map<Origin, Origin> seen = new HashMap<>();
        List<Origin> ofRows = new ArrayList<>(rows.size());
        for (Positioned<LogEvent> row : rows) {
            Origin origin = new Origin(row.event().service(), row.event().instance());
            ofRows.add(seen.computeIfAbsent(origin, unseen -> unseen));
        }
        Map<Origin, Origin.Ids> ids = origins.resolve(
                connection, new HashSet<>(seen.values()), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        List<Origin.Ids> idsOfRows = ofRows.stream()
                .map(origin -> Objects.requireNonNull(ids.get(origin)))
                .toList();
        return new Prepared<>(List.of(), folded(idsOfRows), into -> copy(into, rows, idsOfRows));
    }

    @Override
    public void forget() {
        partitions.forget();
        origins = new OriginIds(limits);
    }

    private static Map<String, Integer> folded(List<Origin.Ids> ids) {
        Map<String, Integer> folded = new HashMap<>();
        for (Origin.Ids of : ids) {
            if (of.folded() != null) {
                folded.merge(of.folded(), 1, Integer::sum);
            }
        }
        return folded;
    }

    private static long copy(Connection connection, List<Positioned<LogEvent>> rows, List<Origin.Ids> ids)
            throws SQLException {
        try (BinaryCopy copy = new BinaryCopy(connection, "log", COLUMNS)) {
            for (int i = 0; i < rows.size(); i++) {
                LogEvent event = rows.get(i).event();
                copy.row();
                copy.timestamptz(event.timestampMicros());
                copy.int4(rows.get(i).record().partition());
                copy.int8(rows.get(i).record().offset());
                copy.int4(ids.get(i).serviceId());
                copy.int4(ids.get(i).instanceId());
                copy.int2(event.level().severity());
                copy.text(event.logger());
                copy.text(event.thread());
                copy.text(event.message());
                copy.uuid(TraceIds.trace(event.traceId()));
                copy.int8(TraceIds.span(event.spanId()));
                copy.text(event.errorType());
                copy.text(event.stackTrace());
                copy.jsonb(event.fields().isEmpty() ? null : JsonText.of(event.fields()));
                copy.text(word(event.level()));
                copy.timestamptz(lateArrival(rows.get(i)));
            }
            return copy.end();
        }
    }

    private static @Nullable String word(LogLevel level) {
        return level.isKnown() || level.equals(LogLevel.UNKNOWN) ? null : level.name();
    }

    /** When the broker stored a line that arrived late; null for all other lines. */
    private static @Nullable Long lateArrival(Positioned<LogEvent> row) {
        long received = row.record().timestamp();
        return LogTimes.isLate(row.event().timestampMicros(), received) ? Long.valueOf(received * 1000) : null;
    }
}
