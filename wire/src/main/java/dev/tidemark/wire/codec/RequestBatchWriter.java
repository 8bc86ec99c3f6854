package dev.tidemark.wire.codec;

import dev.tidemark.wire.codec.RequestBatch.Labels;
import dev.tidemark.wire.event.RequestEvent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one {@link RequestBatch}. */
final class RequestBatchWriter implements BatchCodec.Batch<RequestEvent> {
    /** An upper bound for the version and the counts. */
    private static final int FRAME_BYTES = 32;

    /** An upper bound for the numbers of an event and of its labels. */
    private static final int NUMBER_BYTES = 96;

    private static final int MAX_CHAR_BYTES = 3;

    private final int maxBytes;
    private final Map<String, Integer> strings = new HashMap<>();
    private final ByteWriter stringBytes = new ByteWriter();
    private final Map<Labels, Integer> labels = new HashMap<>();
    private final ByteWriter labelBytes = new ByteWriter();
    private @Nullable Labels lastLabels;
    private int labelCount;
    private final ByteWriter eventBytes = new ByteWriter();
    private final StringBuilder parents = new StringBuilder(BatchParents.NAME);
    private boolean anyParent;
    private final StringBuilder parts = new StringBuilder(BatchParts.NAME);
    private boolean anyParts;
    private long lastMicros;
    private int events;

    RequestBatchWriter(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean add(RequestEvent event) {
        check("status", event.status(), 100, 599);
        check("duration_us", event.durationMicros(), 0, RequestEvent.MAX_DURATION_MICROS);
        check("ts", event.timestampMicros(), Timestamps.MIN_MICROS, Timestamps.MAX_MICROS);
        check("request_bytes", event.requestBytes(), 0, Long.MAX_VALUE);
        check("response_bytes", event.responseBytes(), 0, Long.MAX_VALUE);
        if (events > 0 && !hasRoomFor(event)) {
            return false;
        }
        write(event, labels(event));
        String parent = RequestBatch.spanIdOrNull(event.parentSpanId());
        if (parent == null) {
            parents.append(RequestBatch.NO_PARENT);
        } else {
            parents.append(parent);
            anyParent = true;
        }
        BatchParts.append(event.parts(), parts);
        anyParts |= event.parts() != null;
        lastMicros = event.timestampMicros();
        events++;
        return true;
    }

    @Override
    public int events() {
        return events;
    }

    @Override
    public byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        out.putByte(RequestBatch.VERSION);
        out.putVarint(strings.size() + (anyParts ? 1 : 0) + (anyParent ? 1 : 0));
        out.putAll(stringBytes);
        if (anyParts) {
            out.putText(parts.toString());
        }
        // The last one, because earlier versions look for it there.
        if (anyParent) {
            out.putText(parents.toString());
        }
        out.putVarint(labelCount);
        out.putAll(labelBytes);
        out.putVarint(events);
        out.putAll(eventBytes);
        return out.toBytes();
    }

    private boolean hasRoomFor(RequestEvent event) {
        long most =
                FRAME_BYTES + NUMBER_BYTES + (long) stringBytes.length() + labelBytes.length() + eventBytes.length();
        most += parents.length() + RequestBatch.SPAN_DIGITS;
        most += parts.length() + BatchParts.MAX_CHARACTERS;
        most += newBytes(event.service()) + newBytes(event.instance()) + newBytes(event.method());
        most += newBytes(event.route()) + newBytes(event.errorType());
        most += bytes(event.traceId()) + bytes(event.spanId());
        return events < RequestBatch.MAX_EVENTS && most <= maxBytes;
    }

    private long newBytes(@Nullable String text) {
        return strings.containsKey(text) ? 0 : bytes(text);
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : (long) MAX_CHAR_BYTES * text.length();
    }

    private int labels(RequestEvent event) {
        Labels wanted = new Labels(
                event.service(),
                event.instance(),
                event.method(),
                event.route(),
                event.status(),
                event.errorType(),
                event.stream());
        Integer known = labels.get(wanted);
        if (known != null) {
            return known;
        }
        Labels plain = wanted.plain();
        if (wanted.stream() && !plain.equals(lastLabels)) {
            labels.putIfAbsent(plain, labelCount);
            write(plain);
        }
        labels.put(wanted, labelCount);
        write(plain);
        return labelCount - 1;
    }

    private void write(Labels wanted) {
        int service = string(wanted.service());
        int instance = stringOrNone(wanted.instance());
        int method = string(wanted.method());
        int route = string(wanted.route());
        int errorType = stringOrNone(wanted.errorType());
        labelBytes.putVarint(service);
        labelBytes.putVarint(instance);
        labelBytes.putVarint(method);
        labelBytes.putVarint(route);
        labelBytes.putVarint(wanted.status());
        labelBytes.putVarint(errorType);
        lastLabels = wanted;
        labelCount++;
    }

    private int stringOrNone(@Nullable String text) {
        return text == null ? 0 : string(text) + 1;
    }

    private int string(String text) {
        Integer known = strings.putIfAbsent(text, strings.size());
        if (known != null) {
            return known;
        }
        stringBytes.putText(text);
        return strings.size() - 1;
    }

    private void write(RequestEvent event, int labelsReference) {
        String trace = event.traceId();
        String span = event.spanId();
        Long requestBytes = event.requestBytes();
        Long responseBytes = event.responseBytes();
        int traceForm = form(trace, 32);
        int spanForm = form(span, 16);
        eventBytes.putVarint(labelsReference);
        eventBytes.putSigned(event.timestampMicros() - lastMicros);
        eventBytes.putVarint(event.durationMicros());
        eventBytes.putByte(traceForm
                | spanForm << RequestBatch.SPAN_SHIFT
                | (requestBytes == null ? 0 : RequestBatch.REQUEST_BYTES)
                | (responseBytes == null ? 0 : RequestBatch.RESPONSE_BYTES));
        id(trace, traceForm);
        id(span, spanForm);
        if (requestBytes != null) {
            eventBytes.putVarint(requestBytes);
        }
        if (responseBytes != null) {
            eventBytes.putVarint(responseBytes);
        }
    }

    private void id(@Nullable String id, int form) {
        if (id != null) {
            if (form == RequestBatch.BYTES) {
                eventBytes.putHex(id);
            } else {
                eventBytes.putText(id);
            }
        }
    }

    private static int form(@Nullable String id, int digits) {
        if (id == null) {
            return RequestBatch.ABSENT;
        }
        return Hex.isHex(id, digits) ? RequestBatch.BYTES : RequestBatch.TEXT;
    }

    private static void check(String field, @Nullable Long value, long low, long high) {
        if (value != null && (value < low || value > high)) {
            throw new IllegalArgumentException(
                    field + " " + value + ": expected a whole number from " + low + " to " + high);
        }
    }

    private static void check(String field, long value, long low, long high) {
        check(field, (Long) value, low, high);
    }
}
