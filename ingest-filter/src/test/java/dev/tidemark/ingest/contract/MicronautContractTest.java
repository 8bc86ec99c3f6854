package dev.tidemark.ingest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.trace.Traced;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.sse.Event;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.ServerWebSocket;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@Tag("java17")
class MicronautContractTest extends HttpServerContract {
    private @Nullable EmbeddedServer server;

    @Override
    protected URI start() {
        EmbeddedServer started =
                ApplicationContext.run(EmbeddedServer.class, Map.of("micronaut.server.port", -1, "contract", true));
        server = started;
        return started.getURI();
    }

    @Override
    protected List<String> threads() {
        return List.of("event-loop", "future", "own", "mono", "mono-delay", "publish-on");
    }

    @Override
    protected void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void exception_thatAHandlerMaps_isNamed() throws Exception {
        assertThat(get("/handled/1").statusCode()).isEqualTo(501);

        assertThat(request().status()).isEqualTo(501);
        assertThat(request().route()).isEqualTo("/handled/{id}");
        assertThat(request().errorType()).isEqualTo(UnsupportedOperationException.class.getName());
    }

    @Singleton
    @Produces
    @Requires(property = "contract")
    static class Unsupported implements ExceptionHandler<UnsupportedOperationException, HttpResponse<?>> {
        @Override
        public HttpResponse<?> handle(HttpRequest request, UnsupportedOperationException exception) {
            return HttpResponse.status(HttpStatus.NOT_IMPLEMENTED);
        }
    }

    @ServerWebSocket("/socket/{id}")
    @Requires(property = "contract")
    static class Sockets {
        @OnMessage
        void on(String id, String message) {}
    }

    @Controller
    @Requires(property = "contract")
    static class Shop {
        private static final Duration PAUSE = Duration.ofMillis(5);

        private final ExecutorService blocking;

        Shop(@Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
            this.blocking = blocking;
        }

        @Get("/orders/{id}")
        String order(String id) {
            return "order " + id;
        }

        @Post("/orders")
        HttpResponse<String> create(@Body String order) {
            return HttpResponse.created("made");
        }

        @Get("/broken/{id}")
        String broken(String id) {
            throw new IllegalStateException("broken");
        }

        @Get("/later/{id}")
        CompletableFuture<String> later(String id) {
            return CompletableFuture.supplyAsync(
                    () -> "later", CompletableFuture.delayedExecutor(LATER_MILLIS, TimeUnit.MILLISECONDS));
        }

        @Get("/later-broken/{id}")
        CompletableFuture<String> laterBroken(String id) {
            return later(id).thenApply(this::broken);
        }

        @Get("/mdc/{id}")
        String mdc(String id) {
            return Threads.seen();
        }

        @Post(value = "/mdc", consumes = MediaType.TEXT_PLAIN)
        String mdcOfBody(@Body String body) {
            return Threads.seen();
        }

        @Get("/mdc-threads/{id}")
        Publisher<String> mdcThreads(String id) {
            return switch (id) {
                case "future" -> Mono.fromFuture(CompletableFuture.supplyAsync(Threads::seen, blocking));
                case "own" ->
                    Mono.fromFuture(CompletableFuture.supplyAsync(Traced.supplier(Threads::seen), Threads.WORKER));
                case "mono" -> Mono.fromCallable(Threads::seen).subscribeOn(Schedulers.fromExecutorService(blocking));
                case "mono-delay" -> Mono.delay(Duration.ofMillis(1)).map(tick -> Threads.seen());
                case "publish-on" ->
                    Mono.just(id).publishOn(Schedulers.parallel()).map(ignored -> Threads.seen());
                default -> Mono.fromCallable(Threads::seen);
            };
        }

        @Get(value = "/streamed/{id}", produces = MediaType.TEXT_PLAIN)
        Publisher<String> streamed(String id) {
            return Flux.range(0, PARTS).map(i -> PART);
        }

        @Get("/mapped/{id}")
        String mapped(String id) {
            throw new SoldOutException();
        }

        @Get("/mapped-later/{id}")
        CompletableFuture<String> mappedLater(String id) {
            return later(id).thenApply(this::mapped);
        }

        @Get("/handled/{id}")
        String handled(String id) {
            throw new UnsupportedOperationException("handled");
        }

        @Get("/conflict/{id}")
        String conflict(String id) {
            throw new HttpStatusException(HttpStatus.CONFLICT, "conflict");
        }

        @Error
        HttpResponse<String> soldOut(SoldOutException e) {
            return HttpResponse.<String>status(HttpStatus.GONE).body("sold out");
        }

        @Get(value = "/events/{id}", produces = MediaType.TEXT_EVENT_STREAM)
        Flux<Event<String>> events(String id) {
            return Flux.just(Event.of("1"), Event.of("2"));
        }

        @Get(value = "/endless/{id}", produces = MediaType.TEXT_EVENT_STREAM)
        Flux<Event<String>> endless(String id) {
            return Flux.interval(PAUSE).onBackpressureDrop().map(tick -> Event.of("0"));
        }

        @Get(value = "/download/{id}", produces = MediaType.APPLICATION_OCTET_STREAM)
        Flux<byte[]> download(String id) {
            return Flux.interval(PAUSE).onBackpressureDrop().map(tick -> ServletShop.CHUNK);
        }

        @Get("/poll/{id}")
        String poll(String id, HttpRequest<?> request) {
            request.setAttribute(ServerRequest.STREAM_ATTRIBUTE, true);
            return "polled";
        }

        @Get("/health/live")
        String live() {
            return "up";
        }

        @Get("/actuator/info")
        String info() {
            return "shop";
        }
    }
}
