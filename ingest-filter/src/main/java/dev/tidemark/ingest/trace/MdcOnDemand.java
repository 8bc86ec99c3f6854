package dev.tidemark.ingest.trace;

import org.jspecify.annotations.Nullable;
import org.slf4j.spi.MDCAdapter;

/**
 * Makes the MDC of a logging back end ask for the ids of the current trace when it is used, instead of being given them
 * for each request. Found by {@link java.util.ServiceLoader}.
 */
public interface MdcOnDemand {

    /**
     * Replaces the process's MDC adapter by one that calls {@link TraceScope#putIds()} before each access; returns it,
     * or null if that is not possible, and then has changed nothing.
     */
    @Nullable MDCAdapter install();
}
