package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.trace.TraceContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.sse.Event;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Routes of every kind. */
@Controller
@Requires(missingProperty = "contract")
class Shop {
    static final Duration BETWEEN_EVENTS = Duration.ofMillis(40);

    private final HttpClient client;
    private final EmbeddedServer server;
    private final ExecutorService blocking;

    Shop(@Client HttpClient client, EmbeddedServer server, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.client = client;
        this.server = server;
        this.blocking = blocking;
    }

    @Get("/orders/{id}{?page}")
    String order(String id, @Nullable @QueryValue Integer page) {
        return "order " + id;
    }

    @Get("/mdc/event-loop")
    String mdcOnEventLoop() {
        return seen();
    }

    @Get("/mdc/blocking")
    @ExecuteOn(TaskExecutors.BLOCKING)
    String mdcOnBlocking() {
        return seen();
    }

    @Get("/mdc/reactive")
    Mono<String> mdcReactive() {
        return Mono.fromCallable(Shop::seen).subscribeOn(Schedulers.fromExecutorService(blocking));
    }

    @Get("/future")
    CompletableFuture<String> future() {
        return CompletableFuture.supplyAsync(() -> "later", blocking);
    }

    @Get("/future/broken")
    CompletableFuture<String> brokenFuture() {
        return CompletableFuture.supplyAsync(
                () -> {
                    throw new IllegalStateException("broken");
                },
                blocking);
    }

    @Get(value = "/events", produces = MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<String>> events() {
        return Flux.range(0, 3).delayElements(BETWEEN_EVENTS).map(tick -> Event.of("tick " + tick));
    }

    @Get("/broken")
    String broken() {
        throw new IllegalStateException("broken");
    }

    @Get("/mapped")
    String mapped() {
        throw new OutOfStock();
    }

    @Get("/conflict")
    String conflict() {
        throw new HttpStatusException(HttpStatus.CONFLICT, "conflict");
    }

    @Get("/health/live")
    String live() {
        return "up";
    }

    @Post("/orders")
    HttpResponse<String> create() {
        return HttpResponse.created("made");
    }

    @Get("/headers")
    String headers(
            @Nullable @Header String traceparent,
            @Nullable @Header String tracestate,
            @Nullable @Header String baggage) {
        return traceparent + " " + tracestate + " " + baggage;
    }

    @Get("/calls")
    @ExecuteOn(TaskExecutors.BLOCKING)
    String calls() {
        return client.toBlocking().retrieve(HttpRequest.GET(server.getURI() + "/headers"));
    }

    @Get("/calls/reactive")
    Publisher<String> callsReactive() {
        return Mono.fromCallable(() -> HttpRequest.GET(server.getURI() + "/headers"))
                .flatMap(request -> Mono.from(client.retrieve(request)));
    }

    @Error(global = true)
    HttpResponse<String> outOfStock(OutOfStock e) {
        return HttpResponse.<String>status(HttpStatus.GONE).body("out of stock");
    }

    static final class OutOfStock extends RuntimeException {}

    private static String seen() {
        TraceContext current = TraceContext.current();
        return MDC.get("trace_id") + " " + MDC.get("span_id") + " " + (current == null ? null : current.spanId());
    }
}
