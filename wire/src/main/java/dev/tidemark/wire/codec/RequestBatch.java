package dev.tidemark.wire.codec;

import dev.tidemark.wire.event.RequestEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code tidemark.requests.v1} in binary batches that write repeated labels once. Numbers are unsigned LEB128 varints, except the zigzag-encoded time;
 * strings are UTF-8, preceded by their length in bytes; a reference counts from 0, or from 1 where 0 means "absent".
 *
 * <pre>
 * version    one byte, 1
 * strings    count; each string; the last ones, which no label references, may be columns
 * labels     count; each: references to strings service, instance (or 0), method, route; status; error_type (or 0)
 * events     count, 1 to 1,000; each:
 *   labels       reference
 *   ts           microseconds since the previous event (the first: since the epoch); zigzag
 *   duration_us  number
 *   flags        one byte: bits 0 and 1 trace_id, 2 and 3 span_id (0 none, 1 its bytes, 2 as a string), 4 request_bytes
 *                present, 5 response_bytes present; the others 0
 *   trace_id     16 bytes or a string, span_id 8 bytes or a string, request_bytes, response_bytes: as the flags say
 * </pre>
 *
 * <p>A column is a string of U+0001, a name, a colon, and something for each event: {@code parts}, of {@link BatchParts}, and {@code
 * parents}, its parent_span_id or {@code -}. Readers that do not know a column take it for a string that is never used, so they read the
 * rest of the batch.
 *
 * <p>Labels of the same numbers as the labels before them are those of streams. Earlier versions read such requests as other ones; a flag
 * that they do not know would make them refuse the batch.
 *
 * <p>An id is written as bytes if it consists of lower-case hexadecimal digits of that length. Fields have the same meaning and the
 * same ranges as in JSON. Stateless and thread-safe.
 */
final class RequestBatch implements BatchCodec<RequestEvent> {
    static final String CONTENT_TYPE = "application/vnd.tidemark.requests.v1+batch";
    static final int VERSION = 1;
    static final int MAX_EVENTS = 1_000;

    static final int ABSENT = 0;
    static final int BYTES = 1;
    static final int TEXT = 2;
    static final int SPAN_SHIFT = 2;
    static final int REQUEST_BYTES = 1 << 4;
    static final int RESPONSE_BYTES = 1 << 5;
    static final int KNOWN_FLAGS = (1 << 6) - 1;

    /** The first character of a column. */
    static final char COLUMN = '\u0001';

    static final char NO_PARENT = '-';
    static final int SPAN_DIGITS = 16;

    private final Interner strings = new Interner();
    private final boolean ids;

    /** @param ids whether decoded events have trace and span ids */
    RequestBatch(boolean ids) {
        this.ids = ids;
    }

    @Override
    public Codec<RequestEvent> withoutIds() {
        return new RequestBatch(false);
    }

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public byte[] encode(RequestEvent event) {
        Batch<RequestEvent> batch = newBatch(0);
        batch.add(event);
        return batch.toBytes();
    }

    @Override
    public Batch<RequestEvent> newBatch(int maxBytes) {
        return new RequestBatchWriter(maxBytes);
    }

    @Override
    public void decode(byte @Nullable [] value, Consumer<? super RequestEvent> visitor) throws MalformedEventException {
        if (value == null) {
            throw new MalformedEventException("no value: expected a batch of requests");
        }
        for (RequestEvent event : new RequestBatchReader(value, strings, ids).events()) {
            visitor.accept(event);
        }
    }

    /** Any other text is no span id, and has no place in a batch. */
    static @Nullable String spanIdOrNull(@Nullable String id) {
        return id != null && Hex.isHex(id, SPAN_DIGITS) ? id : null;
    }

    /** The labels of a request; many requests share them. */
    record Labels(
            String service,
            @Nullable String instance,
            String method,
            String route,
            int status,
            @Nullable String errorType,
            boolean stream) {
        /** The labels of requests that are no streams. */
        Labels plain() {
            return stream ? new Labels(service, instance, method, route, status, errorType, false) : this;
        }
    }
}
