package dev.tidemark.ingest.contract;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.slf4j.MDC;

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

    @Controller
    @Requires(property = "contract")
    static class Shop {
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
