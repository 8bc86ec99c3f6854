package dev.tidemark.ingest.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Adds what only Spring MVC knows to the requests that the servlet filter measures. */
@AutoConfiguration
@ConditionalOnClass(WebMvcConfigurer.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Conditional(EnabledCondition.class)
final class TidemarkWebMvcAutoConfiguration {

    /** The mappings are looked up when they are needed: Spring builds them with this configurer. */
    @Bean("dev.tidemark.ingest.spring.webmvc")
    static WebMvcConfigurer tidemarkWebMvcParts(ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
        return new WebMvcParts(new WebMvcRoutes(mappings));
    }
}
