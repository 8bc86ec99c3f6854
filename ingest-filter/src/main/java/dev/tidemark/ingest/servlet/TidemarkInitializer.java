package dev.tidemark.ingest.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds {@link TidemarkFilter} to every web application that has this library, before its own filters. Found by the
 * container as a service. Whatever goes wrong, the application starts; it is then not measured, and its log says so.
 *
 * <p>An embedded Jetty that does not look for services is told of it:
 * {@code context.addServletContainerInitializer(new TidemarkInitializer())}.
 */
public final class TidemarkInitializer implements ServletContainerInitializer {
    private static final String NAME = "tidemark";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        try {
            FilterRegistration.Dynamic filter = context.addFilter(NAME, TidemarkFilter.class);
            // Null: the application has registered one itself under this name.
            if (filter != null) {
                filter.setAsyncSupported(true);
                EnumSet<DispatcherType> dispatches =
                        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
                filter.addMappingForUrlPatterns(dispatches, false, "/*");
            }
        } catch (RuntimeException | LinkageError e) {
            context.log("Tidemark does not measure this application: " + e, e);
        }
    }
}
