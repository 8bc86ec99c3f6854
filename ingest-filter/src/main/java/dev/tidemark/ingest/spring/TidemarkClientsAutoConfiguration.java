package dev.tidemark.ingest.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Measures what the application asks of others: Redis, and HTTP services. Only what propagates the trace at no cost stays without measuring. */
@AutoConfiguration
@Conditional(EnabledCondition.class)
final class TidemarkClientsAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({LettuceConnectionFactory.class, io.lettuce.core.AbstractRedisClient.class})
    @Conditional(TidemarkJdbcAutoConfiguration.Calls.class)
    static final class Redis {
        @Bean("dev.tidemark.ingest.spring.redis")
        static RedisConnections tidemarkRedis() {
            return new RedisConnections();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestClient.class)
    @Conditional(TidemarkJdbcAutoConfiguration.Calls.class)
    static final class Blocking {
        @Bean("dev.tidemark.ingest.spring.clients")
        static ClientBeans.Blocking tidemarkClients() {
            return new ClientBeans.Blocking();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(org.springframework.boot.web.client.RestTemplateCustomizer.class)
    @Conditional(TidemarkJdbcAutoConfiguration.Calls.class)
    static final class RestTemplates {
        @Bean("dev.tidemark.ingest.spring.resttemplates")
        static org.springframework.boot.web.client.RestTemplateCustomizer tidemarkRestTemplates() {
            return ClientBeans.Blocking::measure;
        }
    }

    /** The same in Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(org.springframework.boot.restclient.RestTemplateCustomizer.class)
    @Conditional(TidemarkJdbcAutoConfiguration.Calls.class)
    static final class RestTemplates4 {
        @Bean("dev.tidemark.ingest.spring.resttemplates4")
        static org.springframework.boot.restclient.RestTemplateCustomizer tidemarkRestTemplates() {
            return ClientBeans.Blocking::measure;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClient.class)
    static final class Reactive {
        @Bean("dev.tidemark.ingest.spring.webclients")
        static ClientBeans.Reactive tidemarkWebClients() {
            return new ClientBeans.Reactive();
        }
    }
}
