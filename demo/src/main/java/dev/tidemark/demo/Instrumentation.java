package dev.tidemark.demo;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.Setting;
import dev.tidemark.settings.SettingsReader;

/**
 * Configures the filter that records the applications' requests. It is on their class path and in their {@code logback.xml};
 * only their data sources, clients and tasks for threads of their own are wrapped in code.
 */
public final class Instrumentation {

    /** The servlet request attribute for the route template. */
    public static final String ROUTE_ATTRIBUTE = "dev.tidemark.route";

    private Instrumentation() {}

    /** Sets defaults for the filter's settings. Must be called before the first logger is created: the log appender reads them. */
    public static void configure(String application) {
        byDefault(FilterSetting.SERVICE_NAME, application);
        // Requests of operators are not traffic.
        byDefault(FilterSetting.SKIP_PATHS, "/health,/metrics,/prometheus,/faults");
        // The applications stop within 3 s, even if Kafka is down.
        byDefault(FilterSetting.CLOSE_TIMEOUT, "1s");
    }

    private static void byDefault(Setting<?> setting, String value) {
        if (!SettingsReader.ofProcess(Component.FILTER).isSet(setting)) {
            System.setProperty(setting.property(), value);
        }
    }
}
