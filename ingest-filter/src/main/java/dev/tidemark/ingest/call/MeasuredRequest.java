package dev.tidemark.ingest.call;

import dev.tidemark.ingest.trace.TracedRequest;
import org.jspecify.annotations.Nullable;

/** A request whose calls are measured. */
public interface MeasuredRequest extends TracedRequest {

    /** The calls of this request, made by the first call; null if the request is over, or its calls are not measured. */
    @Nullable RequestCalls calls();

    /** Whether these are its calls, and it is not over. */
    boolean isMeasuredBy(RequestCalls calls);
}
