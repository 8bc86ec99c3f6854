package dev.tidemark.processor.sink.table;

import dev.tidemark.processor.sink.dimension.RequestLabels;
import dev.tidemark.processor.sink.partition.Partitions;
import dev.tidemark.wire.event.RequestEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Creates the rows of requests. Rows with the same day and labels usually share one object: the hash of day and labels
 * selects a slot, whose newest entry wins. Labels of unusual length are not kept, so that memory is bounded. Thread-safe.
 */
public final class RequestRows {
    static final int PLACES = 1 << 13;

    /** The labels of most services are shorter than 500 characters together. */
    static final int MAX_LABEL_BYTES = 1 << 10;

    // Read and written without ordering: a slot holds null or a kind, and a kind's fields are final.
    private final @Nullable RequestKind[] places = new @Nullable RequestKind[PLACES];

    public RequestRow of(RequestEvent event) {
        long day = Partitions.startOfDay(event.timestampMicros());
        int place = place(day, event);
        RequestKind kind = places[place];
        if (kind == null || kind.dayMicros != day || !kind.labels.areOf(event)) {
            kind = new RequestKind(day, RequestLabels.Labels.of(event));
            if (kind.labels.bytes() <= MAX_LABEL_BYTES) {
                places[place] = kind;
            }
        }
        return new RequestRow(event, kind);
    }

    private static int place(long day, RequestEvent event) {
        int hash = Long.hashCode(day);
        hash = 31 * hash + event.route().hashCode();
        hash = 31 * hash + Objects.hashCode(event.instance());
        hash = 31 * hash + event.method().hashCode();
        hash = 31 * hash + event.service().hashCode();
        hash = 31 * hash + Objects.hashCode(event.errorType());
        hash = 31 * hash + event.status();
        return (hash * 0x9E3779B9) >>> 19;
    }
}
