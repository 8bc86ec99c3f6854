package dev.tidemark.ingest.spring;

import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Lets Reactor restore the trace in every operator if the application has Micrometer's context propagation. Spring Boot
 * restores it in two operators only, unless the application asks for more.
 */
final class ContextPropagation {
    private static final String LIBRARY = "io.micrometer.context.ContextRegistry";
    private static final String PROPERTY = "spring.reactor.context-propagation";

    private ContextPropagation() {}

    /** A default: any setting of the application overrides it. */
    static void addDefault(ConfigurableEnvironment environment) {
        if (EnabledCondition.isEnabled(environment)
                && ClassUtils.isPresent(LIBRARY, ContextPropagation.class.getClassLoader())) {
            environment.getPropertySources().addLast(new MapPropertySource("tidemark", Map.of(PROPERTY, "auto")));
        }
    }
}
