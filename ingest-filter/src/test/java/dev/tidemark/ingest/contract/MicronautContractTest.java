package dev.tidemark.ingest.contract;

import dev.tidemark.ingest.ServerRequest;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.sse.Event;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.ServerWebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;

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
    protected void stop() {
        if (server != null) {
            server.close();
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
            return MDC.get("trace_id") + " " + MDC.get("span_id");
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
