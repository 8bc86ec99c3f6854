package dev.tidemark.demo;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.Setting;
import dev.tidemark.settings.SettingsReader;

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
        byDefault(FilterSetting.SERVICE_NAME, application);
        // What operators ask for is no traffic.
        byDefault(FilterSetting.SKIP_PATHS, "/health,/metrics,/prometheus,/faults");
        // The applications promise to stop within 3 s, also when Kafka is away.
        byDefault(FilterSetting.CLOSE_TIMEOUT, "1s");
    }

    private static void byDefault(Setting<?> setting, String value) {
        if (!SettingsReader.ofProcess(Component.FILTER).isSet(setting)) {
            System.setProperty(setting.property(), value);
        }
    }
}
