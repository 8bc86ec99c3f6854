package dev.tidemark.demo;

import java.util.Locale;
import java.util.Map;

/**
 * What the applications tell the library that measures them. It is on their class path and in their {@code
 * logback.xml}; no class of theirs imports it.
 */
public final class Instrumentation {

    /** The attribute of a servlet request that names the route's template. */
    public static final String ROUTE_ATTRIBUTE = "dev.tidemark.route";

    /** The MDC's key of the trace that a line belongs to. */
    public static final String TRACE_ID = "trace_id";

    /** The MDC's key of the request within the trace. */
    public static final String SPAN_ID = "span_id";

    private Instrumentation() {}

    /** Sets what is not set from outside. To be called before the first logger is made, for the appender reads it. */
    public static void configure(String application) {
        Map.of(
                        "tidemark.service-name",
                        application,
                        // What operators ask for is no traffic.
                        "tidemark.skip-paths",
                        "/health,/metrics,/prometheus,/faults",
                        // The applications promise to stop within 3 s, also when Kafka is away.
                        "tidemark.close-timeout",
                        "1s")
                .forEach(Instrumentation::byDefault);
    }

    private static void byDefault(String property, String value) {
        String variable = property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        if (System.getProperty(property) == null && System.getenv(variable) == null) {
            System.setProperty(property, value);
        }
    }
}
