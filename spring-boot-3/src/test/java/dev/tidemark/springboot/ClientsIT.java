package dev.tidemark.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.embedded.Backends;
import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** An application with Spring Data Redis and Spring's HTTP clients, with nothing but the dependency. */
class ClientsIT {
    @Test
    void calls_ofEachClient_areThoseOfTheRequest() throws Exception {
        try (RunningBookshop shop = RunningBookshop.onTomcat(Shop.class, redis());
                RecordingTidemark tidemark = new RecordingTidemark()) {
            get(shop.address(), "/blocking/42");
            RequestEvent request = request(tidemark, "/blocking/{id}", 5);
            RequestParts parts = Objects.requireNonNull(request.parts());

            assertThat(parts.redisCalls()).isEqualTo(3);
            assertThat(parts.httpCalls()).isEqualTo(4);
            assertThat(parts.httpMicros() + parts.redisMicros()).isLessThanOrEqualTo(request.durationMicros());
            assertThat(tidemark.requests(5)).allMatch(each -> Objects.equals(each.traceId(), request.traceId()));
            tidemark.close();
            List<CallSummary> calls = tidemark.calls();
            assertThat(calls)
                    .filteredOn(call -> call.kind() == CallKind.HTTP)
                    .extracting(CallSummary::operation, CallSummary::count)
                    .containsExactlyInAnyOrder(tuple("GET /stock/{sku}", 2L), tuple("GET /stock/{id}", 2L));
            assertThat(calls)
                    .filteredOn(call -> call.kind() == CallKind.REDIS)
                    .extracting(CallSummary::operation, CallSummary::count)
                    .containsExactlyInAnyOrder(tuple("SET product:*", 1L), tuple("GET product:*", 2L));
        }
    }

    /** Each step runs on a thread of the client before it. */
    @Test
    void calls_ofAReactiveChain_areThoseOfTheRequest() throws Exception {
        try (RunningBookshop shop = RunningBookshop.onWebFlux(Shop.class, redis());
                RecordingTidemark tidemark = new RecordingTidemark()) {
            get(shop.address(), "/reactive/42");
            RequestParts parts = Objects.requireNonNull(
                    request(tidemark, "/reactive/{id}", 2).parts());

            assertThat(parts.redisCalls()).isEqualTo(3);
            assertThat(parts.httpCalls()).isEqualTo(1);
        }
    }

    private static String redis() {
        return "--spring.data.redis.url=" + Backends.redis().uri();
    }

    private static RequestEvent request(RecordingTidemark tidemark, String route, int all) {
        return tidemark.requests(all).stream()
                .filter(request -> request.route().equals(route))
                .findFirst()
                .orElseThrow();
    }

    private static void get(URI shop, String path) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(shop.resolve(path + "?shop=" + shop))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @EnableAutoConfiguration
    @RestController
    static class Shop {
        private final StringRedisTemplate redis;
        private final RedisTemplate<Object, Object> serialized;
        private final ReactiveStringRedisTemplate reactive;
        private final RestClient rest;
        private final RestTemplate template;
        private final WebClient web;
        private final ApplicationContext context;

        Shop(
                StringRedisTemplate redis,
                RedisTemplate<Object, Object> redisTemplate,
                ReactiveStringRedisTemplate reactive,
                // Spring Boot 3 has none in a reactive application.
                ObjectProvider<RestClient.Builder> rest,
                RestTemplate template,
                WebClient.Builder web,
                ApplicationContext context) {
            this.redis = redis;
            this.serialized = redisTemplate;
            this.reactive = reactive;
            this.rest = rest.getIfAvailable(RestClient::builder).build();
            this.template = template;
            this.web = web.build();
            this.context = context;
        }

        @Bean
        static RestTemplate template() {
            return new RestTemplate();
        }

        @GetMapping("/blocking/{id}")
        String blocking(@PathVariable("id") String id, @RequestParam("shop") String shop) throws Exception {
            redis.opsForValue().set("product:" + id, "a");
            serialized.opsForValue().get("product:" + id);
            return redis.opsForValue().get("product:" + id)
                    + rest.get()
                            .uri(shop + "/stock/{sku}?page=1", id)
                            .retrieve()
                            .body(String.class)
                    + web.get()
                            .uri(shop + "/stock/{sku}", id)
                            .retrieve()
                            .bodyToMono(String.class)
                            .block()
                    + template.getForObject(shop + "/stock/{sku}", String.class, id)
                    + built().getForObject(shop + "/stock/{sku}", String.class, id);
        }

        /** By the builder, which is of another package in Spring Boot 4. */
        private RestTemplate built() throws Exception {
            Object builder = context.getBean("restTemplateBuilder");
            return (RestTemplate) builder.getClass().getMethod("build").invoke(builder);
        }

        @GetMapping("/reactive/{id}")
        Mono<String> reactive(@PathVariable("id") String id, @RequestParam("shop") String shop) {
            return reactive.opsForValue()
                    .set("product:" + id, "a")
                    .flatMap(done -> reactive.opsForValue().get("product:" + id))
                    .flatMap(value ->
                            web.get().uri(shop + "/stock/{sku}", id).retrieve().bodyToMono(String.class))
                    .flatMap(stock -> reactive.opsForValue().get("product:" + id));
        }

        @GetMapping("/stock/{sku}")
        String stock(@PathVariable("sku") String sku) {
            return "17";
        }
    }
}
