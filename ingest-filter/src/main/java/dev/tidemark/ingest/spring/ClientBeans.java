package dev.tidemark.ingest.spring;

import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/** Measures the requests of the application's beans: builders, which Spring Boot makes for each use, and RestTemplates. */
final class ClientBeans {
    private ClientBeans() {}

    /** Of spring-web. */
    static final class Blocking implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof RestClient.Builder builder) {
                builder.requestInterceptors(Blocking::add);
            } else if (bean instanceof RestTemplate template) {
                measure(template);
            }
            return bean;
        }

        static void measure(RestTemplate template) {
            List<ClientHttpRequestInterceptor> interceptors = template.getInterceptors();
            add(interceptors);
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
            if (bean instanceof WebClient.Builder builder) {
                builder.filters(Reactive::add);
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
