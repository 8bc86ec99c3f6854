package dev.tidemark.ingest.spring;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/** Configures the filter as soon as the application's configuration is read, before its logging is set up. */
final class TidemarkEnvironmentListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    // Between EnvironmentPostProcessorApplicationListener, which reads the configuration, and
    // LoggingApplicationListener.
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 15;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        SpringConfiguration.apply(event.getEnvironment());
        ContextPropagation.addDefault(event.getEnvironment());
    }
}
