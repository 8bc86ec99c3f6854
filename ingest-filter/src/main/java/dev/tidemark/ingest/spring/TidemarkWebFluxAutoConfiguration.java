package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.Adapter;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.WebFilter;

/** Registers {@link TidemarkWebFilter} before the application's filters. */
@AutoConfiguration
@ConditionalOnClass(WebFilter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@Conditional(EnabledCondition.class)
final class TidemarkWebFluxAutoConfiguration {

    // An application may well have beans that are called like the methods.
    private static final String HANDLE = "dev.tidemark.ingest.spring.handle";

    @Bean(name = HANDLE, destroyMethod = "close")
    static TidemarkHandle tidemarkHandle(Environment environment) {
        SpringConfiguration.apply(environment);
        return Tidemark.acquire(Adapter.SPRING_WEBFLUX);
    }

    @Bean("dev.tidemark.ingest.spring.webfilter")
    static TidemarkWebFilter tidemarkWebFilter(
            @Qualifier(HANDLE) TidemarkHandle tidemarkHandle, ObjectProvider<RouteLookup> routes) {
        return new TidemarkWebFilter(tidemarkHandle, routes.getIfAvailable(() -> RouteLookup.NONE));
    }

    /** Without spring-webflux, a reactive application has no controllers. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RequestMappingInfoHandlerMapping.class)
    static final class Controllers {

        @Bean("dev.tidemark.ingest.spring.routes")
        static RouteLookup tidemarkRoutes(ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
            return new FluxRoutes(mappings);
        }

        @Bean("dev.tidemark.ingest.spring.errors")
        static HandlerAdapter tidemarkErrors(ObjectProvider<RequestMappingHandlerAdapter> adapters) {
            return new FluxErrors(adapters);
        }
    }

    @Bean("dev.tidemark.ingest.spring.spanwebfilter")
    @ConditionalOnClass(name = "io.opentelemetry.api.trace.Span")
    static TidemarkSpanWebFilter tidemarkSpanWebFilter() {
        return new TidemarkSpanWebFilter();
    }
}
