package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.delivery.Warnings;
import java.util.List;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Measures the requests of the application's beans: builders, which Spring Boot makes for each use, and RestTemplates. What cannot be
 * measured is left as it is.
 */
final class ClientBeans {
    private static final Warnings WARNINGS = new Warnings();

    private ClientBeans() {}

    private static void attempt(String name, Runnable measuring) {
        try {
            measuring.run();
        } catch (RuntimeException | LinkageError e) {
            WARNINGS.warn("Tidemark does not measure the requests of " + name + ": " + e);
        }
    }

    /** Of spring-web. */
    static final class Blocking implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            // A scoped proxy finds its target only within the scope; the target itself is measured there.
            if (bean instanceof ScopedObject) {
                return bean;
            }
            if (bean instanceof RestClient.Builder builder) {
                attempt(name, () -> builder.requestInterceptors(Blocking::add));
            } else if (bean instanceof RestTemplate template) {
                attempt(name, () -> add(template));
            }
            return bean;
        }

        static void measure(RestTemplate template) {
            attempt("a RestTemplate", () -> add(template));
        }

        /** With its first interceptor, a template would hold the bodies of its requests in memory. */
        private static void add(RestTemplate template) {
            List<ClientHttpRequestInterceptor> interceptors = template.getInterceptors();
            if (!interceptors.isEmpty()) {
                add(interceptors);
                return;
            }
            ClientHttpRequestFactory factory = template.getRequestFactory();
            if (!(factory instanceof MeasuredRequestFactory)) {
                template.setRequestFactory(new MeasuredRequestFactory(factory));
            }
        }

        private static void add(List<ClientHttpRequestInterceptor> interceptors) {
            if (interceptors.stream().noneMatch(TidemarkClientInterceptor.class::isInstance)) {
                interceptors.add(new TidemarkClientInterceptor());
            }
        }
    }

    /** Of spring-webflux. */
    static final class Reactive implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof WebClient.Builder builder && !(bean instanceof ScopedObject)) {
                attempt(name, () -> builder.filters(Reactive::add));
            }
            return bean;
        }

        private static void add(List<ExchangeFilterFunction> filters) {
            if (filters.stream().noneMatch(TidemarkExchangeFilter.class::isInstance)) {
                filters.add(new TidemarkExchangeFilter());
            }
        }
    }
}
