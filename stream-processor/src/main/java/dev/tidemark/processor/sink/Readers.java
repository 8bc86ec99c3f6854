package dev.tidemark.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.consumer.TooLarge;
import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.processor.sink.table.RequestRow;
import dev.tidemark.processor.sink.table.RequestRows;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.LogTimes;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.event.Series;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Readers for the records of each topic. */
final class Readers {
    private static final int MAX_NAME_CHARS = 256;
    private static final int MAX_ROUTE_CHARS = 1024;
    private static final int MAX_METADATA_CHARS = 4096;

    private Readers() {}

    /** Reads exactly what {@code intake} accepts; the topology turns rejected requests into dead letters. */
    static EventReader<RequestRow> requests(RequestIntake intake, TimeBounds bounds) {
        RequestRows rows = new RequestRows();
        return (record, visitor) -> {
            if (TooLarge.of(record) != null) {
                visitor.skipped();
                return;
            }
            intake.read(record.value(), contentType(record), record.timestamp(), new RequestIntake.Visitor() {
                @Override
                public void accepted(RequestEvent event) {
                    if (!bounds.refuses("ts", event.timestampMicros(), record, visitor)) {
                        visitor.accepted(rows.of(event));
                    }
                }

                @Override
                public void rejected(Rejection reason, String detail) {
                    visitor.skipped();
                }
            });
        };
    }

    static EventReader<LogEvent> logs(Codec<LogEvent> codec, TimeBounds bounds) {
        EventReader<LogEvent> reader = decoded(codec, (event, record, visitor) -> false);
        return (record, visitor) -> reader.read(record, new EventReader.Visitor<>() {
            @Override
            public void accepted(LogEvent event) {
                LogEvent kept = kept(event, record, bounds);
                if (!bounds.refuses("ts", kept.timestampMicros(), record, visitor)) {
                    visitor.accepted(kept);
                }
            }

            @Override
            public void refused(String reason, String detail) {
                visitor.refused(reason, detail);
            }

            @Override
            public void skipped() {
                visitor.skipped();
            }
        });
    }

    /** A line is kept at the time of its arrival if its own time would not be kept. */
    private static LogEvent kept(LogEvent event, ConsumerRecord<?, ?> record, TimeBounds bounds) {
        long receivedMillis = record.timestamp();
        boolean isOlder = LogTimes.isOlder(event.timestampMicros(), bounds.back(), receivedMillis);
        boolean isKept = !isOlder && bounds.include(event.timestampMicros(), record);
        return isKept || receivedMillis <= 0 || !bounds.include(receivedMillis * 1000, record)
                ? event
                : LogTimes.atArrival(event, receivedMillis);
    }

    static EventReader<SampleEvent> samples(Codec<SampleEvent> codec, TimeBounds bounds) {
        return decoded(
                codec,
                (event, record, visitor) -> tooLong("service", event.service(), MAX_NAME_CHARS, visitor)
                        || tooLong("metric_name", event.metricName(), MAX_NAME_CHARS, visitor)
                        || tooLong("metadata", joined(event.metadata()), MAX_METADATA_CHARS, visitor)
                        || bounds.refuses("ts", event.timestampMicros(), record, visitor));
    }

    /** Targets and operations may be too long: they are cut, as in filters. */
    static EventReader<CallSummary> calls(Codec<CallSummary> codec, TimeBounds bounds) {
        return decoded(
                codec,
                (event, record, visitor) -> tooLong("service", event.service(), MAX_NAME_CHARS, visitor)
                        || tooLong("method", event.method(), RequestIntake.MAX_METHOD_CHARS, visitor)
                        || tooLong("route", event.route(), MAX_ROUTE_CHARS, visitor)
                        || bounds.refuses("ts", event.timestampMicros(), record, visitor));
    }

    /** A record without a value deletes its key. It is ignored, because the tables' retention deletes the row anyway. */
    static EventReader<Rollup> rollups(Codec<Rollup> codec, TimeBounds bounds) {
        EventReader<Rollup> reader = decoded(codec, (rollup, record, visitor) -> {
            Series series = rollup.key().series();
            return tooLong("service", series.service(), MAX_NAME_CHARS, visitor)
                    || tooLong("method", series.method(), MAX_NAME_CHARS, visitor)
                    || tooLong("route", series.route(), MAX_ROUTE_CHARS, visitor)
                    || bounds.refuses("window_start", rollup.key().windowStartMicros(), record, visitor)
                    || conflicts(rollup, visitor);
        });
        return (record, visitor) -> {
            if (record.value() == null && TooLarge.of(record) == null) {
                visitor.skipped();
            } else {
                reader.read(record, visitor);
            }
        };
    }

    /** Reports an event that must be rejected to the visitor; returns whether it did. */
    @FunctionalInterface
    private interface Check<E> {
        boolean refuses(E event, ConsumerRecord<?, ?> record, EventReader.Visitor<E> visitor);
    }

    private static <E> EventReader<E> decoded(Codec<E> codec, Check<E> check) {
        return (record, visitor) -> {
            String contentType = contentType(record);
            TooLarge tooLarge = TooLarge.of(record);
            if (tooLarge != null) {
                visitor.refused(Rejection.of(tooLarge).word(), tooLarge.detail());
            } else if (record.value() == null) {
                visitor.refused(Rejection.MALFORMED.word(), "a record without a value: expected an event");
            } else if (contentType != null && !contentType.equals(codec.contentType())) {
                visitor.refused(
                        Rejection.MALFORMED.word(),
                        "content-type \"" + contentType + "\": expected " + codec.contentType());
            } else {
                decode(codec, record, check, visitor);
            }
        };
    }

    private static <E> void decode(
            Codec<E> codec, ConsumerRecord<byte[], byte[]> record, Check<E> check, EventReader.Visitor<E> visitor) {
        try {
            codec.decode(record.value(), record.timestamp(), event -> {
                if (!check.refuses(event, record, visitor)) {
                    visitor.accepted(event);
                }
            });
        } catch (MalformedEventException e) {
            visitor.refused(Rejection.MALFORMED.word(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean tooLong(String field, @Nullable String value, int limit, EventReader.Visitor<?> visitor) {
        if (value == null || value.length() <= limit) {
            return false;
        }
        visitor.refused(
                Rejection.MALFORMED.word(), field + " of " + value.length() + " characters: expected at most " + limit);
        return true;
    }

    /** A stored window that cannot be merged would make every report over it fail. */
    private static boolean conflicts(Rollup rollup, EventReader.Visitor<?> visitor) {
        String conflict = rollup.conflict();
        if (conflict == null) {
            return false;
        }
        visitor.refused(Rejection.MALFORMED.word(), conflict);
        return true;
    }

    private static String joined(Map<String, String> metadata) {
        StringBuilder all = new StringBuilder();
        metadata.forEach((name, value) -> all.append(name).append(value));
        return all.toString();
    }

    private static @Nullable String contentType(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(Codec.CONTENT_TYPE_HEADER);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
