package dev.tidemark.query.logs;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of a request that select lines, stored or live, as they were written. */
@Introspected
record LogQuery(
        @Parameter(description = "This level and higher ones: TRACE, DEBUG, INFO, WARN or ERROR") @QueryValue @Nullable String level,

        @Parameter(description = "Only lines of this service") @QueryValue @Nullable String service,

        @Parameter(
                description = "Only lines whose message, logger, error type or stack trace contains this, in upper or"
                        + " lower case")
        @QueryValue
        @Nullable String search,

        @Parameter(description = "Only lines of this trace, 32 hexadecimal digits") @QueryValue("trace_id") @Nullable String traceId) {

    LogFilter filter() {
        return LogFilter.of(level, service, search, traceId);
    }
}
