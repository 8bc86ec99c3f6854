package dev.tidemark.springboot;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.contract.HttpServerContract;
import dev.tidemark.ingest.contract.HttpServerContract.SoldOutException;
import dev.tidemark.ingest.contract.ServletShop;
import dev.tidemark.ingest.contract.Threads;
import dev.tidemark.ingest.trace.Traced;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** On Spring WebFlux. */
@EnableAutoConfiguration
@RestController
class FluxBookshop {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LATER = Duration.ofMillis(HttpServerContract.LATER_MILLIS);

    private final Executor executor;

    FluxBookshop(@Qualifier("applicationTaskExecutor") Executor executor) {
        this.executor = executor;
    }

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
        return Mono.just(Threads.seen());
    }

    @PostMapping("/mdc")
    Mono<String> mdcOfBody(@RequestBody String body) {
        return Mono.just(Threads.seen());
    }

    /** What {@code /mdc-threads} knows; on the last one only with Micrometer's context propagation. */
    static List<String> threads() {
        boolean propagated = ClassUtils.isPresent("io.micrometer.context.ContextRegistry", null);
        List<String> all = List.of("mono", "mono-delay", "publish-on", "future", "own", "foreign");
        return propagated ? all : all.subList(0, all.size() - 1);
    }

    @GetMapping("/mdc-threads/{id}")
    Mono<String> mdcThreads(@PathVariable("id") String kind) {
        return switch (kind) {
            case "mono" -> Mono.fromCallable(Threads::seen).subscribeOn(Schedulers.boundedElastic());
            case "mono-delay" -> Mono.delay(Duration.ofMillis(1)).map(tick -> Threads.seen());
            case "publish-on" ->
                Mono.just(kind).publishOn(Schedulers.parallel()).map(ignored -> Threads.seen());
            case "future" -> Mono.fromFuture(() -> CompletableFuture.supplyAsync(Threads::seen, executor));
            case "own" ->
                Mono.fromFuture(() -> CompletableFuture.supplyAsync(Traced.supplier(Threads::seen), Threads.WORKER));
            default -> Mono.fromFuture(Threads::onAForeignThread).map(ignored -> Threads.seen());
        };
    }

    @GetMapping("/streamed/{id}")
    Flux<String> streamed(@PathVariable("id") String id) {
        return Flux.range(0, HttpServerContract.PARTS).map(i -> HttpServerContract.PART);
    }

    @GetMapping("/mapped/{id}")
    Mono<String> mapped(@PathVariable("id") String id) {
        throw new SoldOutException();
    }

    @GetMapping("/mapped-later/{id}")
    Mono<String> mappedLater(@PathVariable("id") String id) {
        return later(id).flatMap(ignored -> mapped(id));
    }

    @GetMapping("/conflict/{id}")
    Mono<String> conflict(@PathVariable("id") String id) {
        throw new ResponseStatusException(HttpStatus.CONFLICT);
    }

    @ExceptionHandler
    ResponseEntity<String> handle(SoldOutException e) {
        return ResponseEntity.status(HttpStatus.GONE).body("sold out");
    }

    @GetMapping(value = "/events/{id}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> events(@PathVariable("id") String id) {
        return Flux.just("1", "2");
    }

    @GetMapping(value = "/endless/{id}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> endless(@PathVariable("id") String id) {
        return Flux.interval(PAUSE).onBackpressureDrop().map(tick -> "0");
    }

    @GetMapping(value = "/download/{id}", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    Flux<DataBuffer> download(@PathVariable("id") String id) {
        return Flux.interval(PAUSE)
                .onBackpressureDrop()
                .map(tick -> DefaultDataBufferFactory.sharedInstance.wrap(ServletShop.CHUNK));
    }

    @Bean
    HandlerMapping sockets() {
        WebSocketHandler handler = session -> session.receive().then();
        return new SimpleUrlHandlerMapping(Map.of("/socket/{id}", handler), -1);
    }

    /** By default it is the strategy of the first server on the class path, which is another one here. */
    @Bean
    WebFluxConfigurer webSocketsOfNetty() {
        return new WebFluxConfigurer() {
            @Override
            public WebSocketService getWebSocketService() {
                return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
            }
        };
    }

    @GetMapping("/poll/{id}")
    Mono<String> poll(@PathVariable("id") String id, ServerWebExchange exchange) {
        exchange.getAttributes().put(ServerRequest.STREAM_ATTRIBUTE, true);
        return later(id).thenReturn("polled");
    }

    @GetMapping({"/health/live", "/actuator/info"})
    Mono<String> live() {
        return Mono.just("up");
    }
}
