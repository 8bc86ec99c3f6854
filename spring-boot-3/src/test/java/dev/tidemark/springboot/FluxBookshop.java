package dev.tidemark.springboot;

import dev.tidemark.ingest.contract.HttpServerContract;
import java.time.Duration;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** On Spring WebFlux. */
@EnableAutoConfiguration
@RestController
class FluxBookshop {
    private static final Duration LATER = Duration.ofMillis(HttpServerContract.LATER_MILLIS);

    @GetMapping("/orders/{id}")
    Mono<String> order(@PathVariable("id") String id) {
        return Mono.just("order " + id);
    }

    @PostMapping("/orders")
    Mono<ResponseEntity<String>> create(@RequestBody Mono<String> order) {
        return order.map(read -> ResponseEntity.status(HttpStatus.CREATED).body("made"));
    }

    @GetMapping("/broken/{id}")
    Mono<String> broken(@PathVariable("id") String id) {
        throw new IllegalStateException("broken");
    }

    @GetMapping("/later/{id}")
    Mono<String> later(@PathVariable("id") String id) {
        return Mono.delay(LATER).thenReturn("later");
    }

    @GetMapping("/later-broken/{id}")
    Mono<String> laterBroken(@PathVariable("id") String id) {
        return later(id).flatMap(ignored -> broken(id));
    }

    @GetMapping("/mdc/{id}")
    Mono<String> mdc(@PathVariable("id") String id) {
        return Mono.just(MDC.get("trace_id") + " " + MDC.get("span_id"));
    }

    @GetMapping({"/health/live", "/actuator/info"})
    Mono<String> live() {
        return Mono.just("up");
    }
}
