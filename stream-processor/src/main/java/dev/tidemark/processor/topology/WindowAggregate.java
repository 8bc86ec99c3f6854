package dev.tidemark.processor.topology;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates the requests of one series in one window. The result does not depend on the order in which requests are added and aggregates
 * are merged. Not thread-safe.
 */
final class WindowAggregate {
    private static final byte VERSION = 1;

    /** The form of an aggregate with streams. Earlier versions do not read it, so others keep the first form. */
    private static final byte VERSION_WITH_STREAMS = 2;

    /** The form of an aggregate with measured requests, with or without streams. */
    private static final byte VERSION_WITH_PARTS = 3;

    private static final int OWN_BYTES = HeapBytes.object(84) + HeapBytes.array(40);

    private final LatencySketch sketch;
    /** Null until the first error with a type. */
    private @Nullable ErrorTypes errorTypes;
    /** Null until the first request whose parts were measured. */
    private @Nullable PartSums parts;
    // Not an array: with thousands of aggregates, each further object is a cache miss.
    private long status1xx;
    private long status2xx;
    private long status3xx;
    private long status4xx;
    private long status5xx;
    private long count;
    private long errors;
    private long streams;
    private long sumMicros;
    private long minMicros = Long.MAX_VALUE;
    private long maxMicros;
    private long requestBytes;
    private long responseBytes;
    private int weighed;

    WindowAggregate() {
        this(null, new LatencySketch());
    }

    private WindowAggregate(@Nullable ErrorTypes errorTypes, LatencySketch sketch) {
        this.errorTypes = errorTypes;
        this.sketch = sketch;
    }

    void add(RequestEvent event) {
        count++;
        countStatus(event.status());
        if (event.isError()) {
            errors++;
        }
        if (event.errorType() != null) {
            errorTypes().add(event.errorType());
        }
        if (event.requestBytes() != null) {
            requestBytes = sum(requestBytes, event.requestBytes());
        }
        if (event.responseBytes() != null) {
            responseBytes = sum(responseBytes, event.responseBytes());
        }
        if (event.stream()) {
            streams++;
        } else {
            addLatency(event.durationMicros());
            RequestParts measured = event.parts();
            if (measured != null && event.isMeasured()) {
                parts().add(event.durationMicros(), measured);
            }
        }
    }

    private ErrorTypes errorTypes() {
        ErrorTypes known = errorTypes;
        if (known == null) {
            known = new ErrorTypes();
            errorTypes = known;
        }
        return known;
    }

    private PartSums parts() {
        PartSums known = parts;
        if (known == null) {
            known = new PartSums();
            parts = known;
        }
        return known;
    }

    private void addLatency(long micros) {
        sumMicros = sum(sumMicros, micros);
        minMicros = Math.min(minMicros, micros);
        maxMicros = Math.max(maxMicros, micros);
        sketch.add(micros);
    }

    private void countStatus(int status) {
        if (status < 200) {
            status1xx++;
        } else if (status < 300) {
            status2xx++;
        } else if (status < 400) {
            status3xx++;
        } else if (status < 500) {
            status4xx++;
        } else {
            status5xx++;
        }
    }

    void merge(WindowAggregate that) {
        count += that.count;
        errors += that.errors;
        streams += that.streams;
        status1xx += that.status1xx;
        status2xx += that.status2xx;
        status3xx += that.status3xx;
        status4xx += that.status4xx;
        status5xx += that.status5xx;
        if (that.errorTypes != null) {
            errorTypes().merge(that.errorTypes);
        }
        sumMicros = sum(sumMicros, that.sumMicros);
        minMicros = Math.min(minMicros, that.minMicros);
        maxMicros = Math.max(maxMicros, that.maxMicros);
        requestBytes = sum(requestBytes, that.requestBytes);
        responseBytes = sum(responseBytes, that.responseBytes);
        sketch.merge(that.sketch);
        if (that.parts != null) {
            parts().merge(that.parts);
        }
    }

    long count() {
        return count;
    }

    /** By how many bytes of memory, about, it has grown since the last call. The first call gives all. */
    int growth() {
        int now = OWN_BYTES
                + sketch.heapBytes()
                + (errorTypes == null ? 0 : errorTypes.heapBytes())
                + (parts == null ? 0 : parts.heapBytes());
        int growth = now - weighed;
        weighed = now;
        return growth;
    }

    /** The sum of all {@link #growth} so far. */
    int weighed() {
        return weighed;
    }

    /** Why its numbers cannot be those of requests, as a sentence; null if they can. */
    @Nullable String conflict() {
        String conflict = Rollup.conflict(count, errors, streams, sumMicros, shortest(), maxMicros, sketch.count());
        return conflict == null && parts != null ? Rollup.conflict(parts, count - streams) : conflict;
    }

    /** 0 if all requests were streams, as the longest. */
    private long shortest() {
        return streams == count ? 0 : minMicros;
    }

    /** The public record. It shares the sketch and the parts, so encode it before the next change. At least one request must have been added. */
    Rollup rollup(RollupKey key) {
        return new Rollup(
                key,
                count,
                errors,
                streams,
                List.of(status1xx, status2xx, status3xx, status4xx, status5xx),
                errorTypes == null ? Map.of() : errorTypes.counts(),
                sumMicros,
                shortest(),
                maxMicros,
                requestBytes,
                responseBytes,
                sketch,
                parts);
    }

    void write(FormWriter out) {
        byte version = version();
        out.raw(version).number(count).number(errors);
        if (version != VERSION) {
            out.number(streams);
        }
        out.number(status1xx)
                .number(status2xx)
                .number(status3xx)
                .number(status4xx)
                .number(status5xx);
        out.number(sumMicros)
                .number(minMicros)
                .number(maxMicros)
                .number(requestBytes)
                .number(responseBytes);
        ErrorTypes.write(errorTypes, out);
        out.block(sketch.toBytes());
        if (parts != null) {
            out.block(parts.toBytes());
        }
    }

    private byte version() {
        if (parts != null) {
            return VERSION_WITH_PARTS;
        }
        return streams == 0 ? VERSION : VERSION_WITH_STREAMS;
    }

    byte[] toBytes() {
        FormWriter out = new FormWriter();
        write(out);
        return out.toBytes();
    }

    /**
     * Reads the form that {@link #write} writes.
     *
     * @throws NewerFormException if a newer Tidemark has written it
     * @throws IllegalArgumentException for any other bytes
     */
    static WindowAggregate read(FormReader in) {
        byte version = in.raw();
        if (version != VERSION && version != VERSION_WITH_STREAMS) {
            NewerFormException.check("aggregate", version, VERSION_WITH_PARTS);
        }
        long count = in.number();
        long errors = in.number();
        long streams = version == VERSION ? 0 : in.number();
        long[] classes = new long[5];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = in.number();
        }
        long[] sums = new long[5];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = in.number();
        }
        @Nullable ErrorTypes errorTypes = ErrorTypes.read(in);
        byte[] sketch = block("sketch", LatencySketch.FORM_VERSION, in);
        WindowAggregate aggregate = new WindowAggregate(errorTypes, LatencySketch.fromBytes(sketch));
        aggregate.count = count;
        aggregate.errors = errors;
        aggregate.streams = streams;
        aggregate.status1xx = classes[0];
        aggregate.status2xx = classes[1];
        aggregate.status3xx = classes[2];
        aggregate.status4xx = classes[3];
        aggregate.status5xx = classes[4];
        aggregate.sumMicros = sums[0];
        aggregate.minMicros = sums[1];
        aggregate.maxMicros = sums[2];
        aggregate.requestBytes = sums[3];
        aggregate.responseBytes = sums[4];
        if (version == VERSION_WITH_PARTS) {
            aggregate.parts = PartSums.fromBytes(block("parts", PartSums.FORM_VERSION, in));
        }
        return aggregate;
    }

    /** A form with a version of its own in its first byte. */
    private static byte[] block(String what, byte known, FormReader in) {
        byte[] block = in.block();
        if (block.length > 0) {
            NewerFormException.check(what, block[0], known);
        }
        return block;
    }

    static WindowAggregate fromBytes(byte[] bytes) {
        FormReader in = new FormReader(bytes);
        WindowAggregate aggregate = read(in);
        in.end();
        return aggregate;
    }

    /** A sum that saturates instead of overflowing, so that it does not depend on the order, either. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
