package dev.tidemark.processor.sink.table;

import dev.tidemark.processor.sink.copy.BinaryCopy;
import dev.tidemark.processor.sink.copy.TraceIds;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is stored. Created as soon as the request is read, while its strings are in the CPU cache; later,
 * each would have to be fetched from memory. Immutable.
 */
public final class RequestRow implements Rows.Kinded {
    /** An unknown length. */
    static final long UNKNOWN = -1;

    final long timestampMicros;
    /** 0 if there is none, like both halves of the trace id. */
    final long spanId;

    final long traceHigh;
    final long traceLow;
    final long requestBytes;
    final long responseBytes;
    final float durationMicros;
    final boolean stream;
    /** Null if they were not measured, or exceed the duration. */
    final @Nullable RequestParts parts;
    /** The duration without the parts; the column of the duration has fewer digits. */
    final long applicationMicros;

    private final RequestKind kind;

    RequestRow(RequestEvent event, RequestKind kind) {
        UUID trace = TraceIds.trace(event.traceId());
        Long span = TraceIds.span(event.spanId());
        this.timestampMicros = event.timestampMicros();
        this.spanId = span == null ? 0 : span;
        this.traceHigh = trace == null ? 0 : trace.getMostSignificantBits();
        this.traceLow = trace == null ? 0 : trace.getLeastSignificantBits();
        this.requestBytes = length(event.requestBytes());
        this.responseBytes = length(event.responseBytes());
        this.durationMicros = event.durationMicros();
        this.stream = event.stream();
        this.parts = event.isMeasured() ? event.parts() : null;
        this.applicationMicros = parts == null ? UNKNOWN : event.durationMicros() - parts.micros();
        this.kind = kind;
    }

    @Override
    public RequestKind kind() {
        return kind;
    }

    private static long length(@Nullable Long bytes) {
        return bytes == null ? UNKNOWN : bytes;
    }

    /** @param withParts whether the copy has the columns of the parts */
    void into(BinaryCopy copy, int labelSetId, boolean withParts) throws SQLException {
        copy.row();
        copy.timestamptz(timestampMicros);
        if (spanId == 0) {
            copy.nil();
        } else {
            copy.int8(spanId);
        }
        length(copy, requestBytes);
        length(copy, responseBytes);
        if ((traceHigh | traceLow) == 0) {
            copy.nil();
        } else {
            copy.uuid(traceHigh, traceLow);
        }
        copy.float4(durationMicros);
        copy.int4(labelSetId);
        if (stream) {
            copy.bool(true);
        } else {
            copy.nil();
        }
        if (withParts) {
            partsInto(copy);
        }
    }

    private void partsInto(BinaryCopy copy) {
        if (parts == null) {
            for (int i = 0; i < RequestTable.PARTS.size(); i++) {
                copy.nil();
            }
            return;
        }
        copy.int8(applicationMicros);
        time(copy, parts.dbMicros());
        number(copy, parts.dbCalls());
        time(copy, parts.poolWaitMicros());
        time(copy, parts.redisMicros());
        number(copy, parts.redisCalls());
        time(copy, parts.httpMicros());
        number(copy, parts.httpCalls());
    }

    private static void time(BinaryCopy copy, long micros) {
        if (micros == 0) {
            copy.nil();
        } else {
            copy.int8(micros);
        }
    }

    private static void number(BinaryCopy copy, long calls) {
        if (calls == 0) {
            copy.nil();
        } else {
            copy.int4((int) calls);
        }
    }

    private static void length(BinaryCopy copy, long bytes) {
        if (bytes < 0) {
            copy.nil();
        } else {
            copy.int8(bytes);
        }
    }
}
