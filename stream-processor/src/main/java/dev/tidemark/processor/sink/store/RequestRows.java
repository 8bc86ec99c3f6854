package dev.tidemark.processor.sink.store;

import dev.tidemark.wire.event.RequestEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of requests. Rows with the same labels mostly share one object for them: each set has the one place that its words
 * give it, until another needs the place. Thread-safe.
 */
public final class RequestRows {
    private static final int PLACES = 1 << 13;

    // Read and written without order: a place holds nothing or a set, whose fields are final.
    private final RequestLabels.@Nullable Labels[] places = new RequestLabels.@Nullable Labels[PLACES];

    public RequestRow of(RequestEvent event) {
        int place = place(event);
        RequestLabels.Labels labels = places[place];
        if (labels == null || !labels.areOf(event)) {
            labels = RequestLabels.Labels.of(event);
            places[place] = labels;
        }
        return new RequestRow(event, labels);
    }

    private static int place(RequestEvent event) {
        int hash = event.route().hashCode();
        hash = 31 * hash + Objects.hashCode(event.instance());
        hash = 31 * hash + event.method().hashCode();
        hash = 31 * hash + event.service().hashCode();
        hash = 31 * hash + Objects.hashCode(event.errorType());
        hash = 31 * hash + event.status();
        return (hash * 0x9E3779B9) >>> 19;
    }
}
