package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.servlet.TidemarkFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Registers {@link TidemarkFilter} before the application's filters. Spring Boot's embedded containers do not load
 * servlet container initializers.
 */
@AutoConfiguration
@ConditionalOnClass(Filter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Conditional(EnabledCondition.class)
final class TidemarkServletAutoConfiguration {

    // An application may well have a bean that is called like the method.
    @Bean("dev.tidemark.ingest.spring.filter")
    static FilterRegistrationBean<TidemarkFilter> tidemarkFilter(Environment environment) {
        SpringConfiguration.apply(environment);
        FilterRegistrationBean<TidemarkFilter> registration = new FilterRegistrationBean<>(new TidemarkFilter());
        // Not the name that TidemarkInitializer uses: both may be at work, and the inner one then measures nothing.
        registration.setName("tidemark-spring-boot");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        return registration;
    }

    /**
     * The same filter again, after the application's: it sees the span that one of them may have started. Not a
     * registration, which Spring Boot would put before the filters of the application that have no order.
     */
    @Bean("dev.tidemark.ingest.spring.spanfilter")
    @ConditionalOnClass(name = "io.opentelemetry.api.trace.Span")
    static TidemarkFilter tidemarkSpanFilter() {
        return new TidemarkFilter();
    }
}
