package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.trace.OpenTelemetry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds {@link TidemarkFilter} to every web application that includes this library, before its own filters. The
 * container finds it as a service. If registration fails, the application still starts; it is not measured, and its log
 * says so.
 *
 * <p>An embedded Jetty that does not load services needs this call: {@code context.addServletContainerInitializer(new
 * TidemarkInitializer())}.
 */
public final class TidemarkInitializer implements ServletContainerInitializer {
    private static final String NAME = "tidemark";
    private static final String INNER = "tidemark-opentelemetry";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        try {
            add(context, NAME, false, EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
            if (OpenTelemetry.isInstrumentedByApplication()) {
                add(context, INNER, true, EnumSet.of(DispatcherType.REQUEST));
            }
        } catch (RuntimeException | LinkageError e) {
            context.log("Tidemark does not measure this application: " + e, e);
        }
    }

    private static void add(ServletContext context, String name, boolean afterOthers, EnumSet<DispatcherType> types) {
        FilterRegistration.Dynamic filter = context.addFilter(name, TidemarkFilter.class);
        // Null: the application has already registered a filter with this name.
        if (filter != null) {
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(types, afterOthers, "/*");
        }
    }
}
