package dev.tidemark.quarkus;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

@Path("/")
public class Bookshop {
    static final Duration LATER = Duration.ofMillis(60);

    @GET
    @Path("/orders/{id}")
    public String order(String id) {
        return "order " + id;
    }

    @POST
    @Path("/orders")
    public Response create(String order) {
        return Response.status(Response.Status.CREATED).entity("made").build();
    }

    @GET
    @Path("/broken/{id}")
    public String broken(String id) {
        throw new IllegalStateException("broken");
    }

    @GET
    @Path("/later/{id}")
    public CompletionStage<String> later(String id) {
        return CompletableFuture.supplyAsync(
                () -> "later", CompletableFuture.delayedExecutor(LATER.toMillis(), TimeUnit.MILLISECONDS));
    }

    @GET
    @Path("/later-broken/{id}")
    public Uni<String> laterBroken(String id) {
        return Uni.createFrom().item(id).onItem().delayIt().by(LATER).map(this::broken);
    }

    @GET
    @Path("/mdc/{id}")
    public String mdc(String id) {
        return MDC.get("trace_id") + " " + MDC.get("span_id");
    }

    @GET
    @Path("/mdc/{id: \\d{1,3}}/later")
    public Uni<String> mdcLater(String id) {
        return Uni.createFrom().item(id).onItem().delayIt().by(LATER).map(ignored -> {
            TraceContext current = TraceContext.current();
            return mdc(id) + " " + span(current);
        });
    }

    @GET
    @Path("/current")
    public String current() {
        return span(TraceContext.current());
    }

    @GET
    @Path("/sold-out/{id}")
    public String soldOut(String id) {
        throw new SoldOutException();
    }

    @GET
    @Path("/poll/{id}")
    public String poll(String id, RoutingContext routing) {
        routing.put(ServerRequest.STREAM_ATTRIBUTE, true);
        return "polled";
    }

    @GET
    @Path("/health/live")
    public String live() {
        return "up";
    }

    @GET
    @Path("/actuator/info")
    public String info() {
        return "bookshop";
    }

    @ServerExceptionMapper
    public Response handle(SoldOutException e) {
        return Response.status(Response.Status.GONE).entity("sold out").build();
    }

    private static String span(@Nullable TraceContext trace) {
        return trace == null ? "none" : trace.spanId();
    }

    static final class SoldOutException extends RuntimeException {}
}
