package dev.tidemark.wire.codec;

import dev.tidemark.wire.codec.RequestBatch.Labels;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import org.jspecify.annotations.Nullable;

/** Reads one {@link RequestBatch}. Allocations are bounded by the number of bytes received, not by the counts they claim. */
final class RequestBatchReader {
    private static final int LABEL_NUMBERS = 6;

    private static final int MIN_LABEL_BYTES = LABEL_NUMBERS;

    /** An event has three numbers and the flags. */
    private static final int MIN_EVENT_BYTES = 4;

    private static final Interner NOT_KEPT = new Interner(0);

    private final ByteReader in;
    private final Interner interner;
    private final boolean ids;

    /** The number of strings up to the last one that a label references. */
    private int named;

    RequestBatchReader(byte[] value, Interner interner, boolean ids) {
        this.in = new ByteReader(value);
        this.interner = interner;
        this.ids = ids;
    }

    RequestEvent[] events() throws MalformedEventException {
        int version = in.raw();
        if (version != RequestBatch.VERSION) {
            throw new MalformedEventException("a batch of version " + version + ": expected " + RequestBatch.VERSION);
        }
        String[] strings = strings();
        Labels[] labels = labels(strings);
        int count = count("events", MIN_EVENT_BYTES);
        if (count == 0 || count > RequestBatch.MAX_EVENTS) {
            throw new MalformedEventException(
                    "a batch of " + count + " events: expected 1 to " + RequestBatch.MAX_EVENTS);
        }
        BatchParents parents = new BatchParents(ids ? column(BatchParents.NAME, strings) : null);
        BatchParts parts = new BatchParts(column(BatchParts.NAME, strings));
        RequestEvent[] events = new RequestEvent[count];
        long micros = 0;
        for (int i = 0; i < count; i++) {
            events[i] = event(labels, micros, parents.next(), parts.next());
            micros = events[i].timestampMicros();
        }
        if (in.left() > 0) {
            throw new MalformedEventException(in.left() + " bytes after the last event: expected none");
        }
        return events;
    }

    private String[] strings() throws MalformedEventException {
        String[] strings = new String[count("strings", 1)];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = in.text(interner);
        }
        return strings;
    }

    /** The column of this name; null if the batch has none. A string that a label references is no column, whatever it looks like. */
    private @Nullable String column(String name, String[] strings) {
        for (int i = strings.length - 1; i >= named && isColumn(strings[i]); i--) {
            if (strings[i].startsWith(name)) {
                return strings[i];
            }
        }
        return null;
    }

    private static boolean isColumn(String string) {
        return !string.isEmpty() && string.charAt(0) == RequestBatch.COLUMN;
    }

    private Labels[] labels(String[] strings) throws MalformedEventException {
        Labels[] labels = new Labels[count("labels", MIN_LABEL_BYTES)];
        int[] last = new int[LABEL_NUMBERS];
        for (int i = 0; i < labels.length; i++) {
            int service = string("service", strings);
            int instance = optionalString("instance", strings);
            int method = string("method", strings);
            int route = string("route", strings);
            int status = (int) in.varint("status", 599);
            if (status < 100) {
                throw new MalformedEventException("status " + status + ": expected a whole number from 100 to 599");
            }
            int errorType = optionalString("error_type", strings);
            // No status is 0, so the first labels differ from the numbers before them.
            boolean stream = last[4] == status
                    && last[0] == service
                    && last[1] == instance
                    && last[2] == method
                    && last[3] == route
                    && last[5] == errorType;
            labels[i] = new Labels(
                    strings[service],
                    optional(strings, instance),
                    strings[method],
                    strings[route],
                    status,
                    optional(strings, errorType),
                    stream);
            last[0] = service;
            last[1] = instance;
            last[2] = method;
            last[3] = route;
            last[4] = status;
            last[5] = errorType;
        }
        return labels;
    }

    private RequestEvent event(Labels[] all, long previousMicros, @Nullable String parent, @Nullable RequestParts parts)
            throws MalformedEventException {
        Labels labels = one("labels", all);
        long micros = previousMicros + in.signed("ts");
        if (!Timestamps.isInRange(micros)) {
            throw new MalformedEventException("ts " + micros + " us since the epoch: expected the years 1 to 9999");
        }
        long duration = in.varint("duration_us", RequestEvent.MAX_DURATION_MICROS);
        int flags = in.raw();
        if ((flags & ~RequestBatch.KNOWN_FLAGS) != 0) {
            throw new MalformedEventException("flags " + flags + ": expected at most " + RequestBatch.KNOWN_FLAGS);
        }
        return new RequestEvent(
                micros,
                labels.service(),
                labels.instance(),
                labels.method(),
                labels.route(),
                labels.status(),
                duration,
                id("trace_id", flags, 16),
                id("span_id", flags >> RequestBatch.SPAN_SHIFT, 8),
                labels.errorType(),
                number("request_bytes", flags & RequestBatch.REQUEST_BYTES),
                number("response_bytes", flags & RequestBatch.RESPONSE_BYTES),
                parent,
                labels.stream(),
                parts);
    }

    private @Nullable String id(String field, int flags, int bytes) throws MalformedEventException {
        int form = flags & 3;
        switch (form) {
            case RequestBatch.ABSENT:
                return null;
            case RequestBatch.BYTES:
                if (ids) {
                    return in.hex(bytes);
                }
                in.skip(bytes);
                return null;
            case RequestBatch.TEXT:
                String text = in.text(NOT_KEPT);
                return ids ? text : null;
            default:
                throw new MalformedEventException(field + " of form " + form + ": expected 0, 1 or 2");
        }
    }

    private @Nullable Long number(String field, int flag) throws MalformedEventException {
        return flag == 0 ? null : (Long) in.varint(field, Long.MAX_VALUE);
    }

    private int string(String what, String[] strings) throws MalformedEventException {
        int reference = reference(what, strings.length);
        named = Math.max(named, reference + 1);
        return reference;
    }

    private int optionalString(String what, String[] strings) throws MalformedEventException {
        int reference = reference(what, strings.length + 1);
        named = Math.max(named, reference);
        return reference;
    }

    private <T> T one(String what, T[] of) throws MalformedEventException {
        return of[reference(what, of.length)];
    }

    private static @Nullable String optional(String[] strings, int reference) {
        return reference == 0 ? null : strings[reference - 1];
    }

    private int reference(String what, int count) throws MalformedEventException {
        long reference = in.varint("reference of " + what, Integer.MAX_VALUE);
        if (reference >= count) {
            throw new MalformedEventException(what + " with reference " + reference + ": expected less than " + count);
        }
        return (int) reference;
    }

    private int count(String what, int minBytes) throws MalformedEventException {
        return (int) in.varint("number of " + what, in.left() / minBytes);
    }
}
