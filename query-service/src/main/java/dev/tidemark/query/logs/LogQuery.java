package dev.tidemark.query.logs;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The unparsed request parameters that select lines, stored or live. */
@Introspected
record LogQuery(
        @Parameter(
                description =
                        "Only lines of this level or a higher one: TRACE, DEBUG, INFO, WARN or ERROR; UNKNOWN selects"
                                + " lines of any other level, or of none")
        @QueryValue
        @Nullable String level,

        @Parameter(description = "Only lines of this service") @QueryValue @Nullable String service,

        @Parameter(
                description = "Only lines whose message, logger, error type or stack trace contains this text; case is"
                        + " ignored")
        @QueryValue
        @Nullable String search,

        @Parameter(description = "Only lines of this trace; 16 or 32 hexadecimal digits")
        @QueryValue("trace_id")
        @Nullable String traceId) {

    LogFilter filter() {
        return LogFilter.of(level, service, search, traceId);
    }
}
