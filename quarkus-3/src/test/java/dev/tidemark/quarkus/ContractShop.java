package dev.tidemark.quarkus;

import dev.tidemark.ingest.contract.HttpServerContract;
import dev.tidemark.ingest.contract.HttpServerContract.SoldOutException;
import dev.tidemark.ingest.contract.Threads;
import dev.tidemark.ingest.trace.Traced;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.context.ManagedExecutor;

/** What the contract asks of an application, besides the {@link Bookshop}. */
@Path("/")
public class ContractShop {
    static final List<String> THREADS =
            List.of("event-loop", "worker", "emit-on", "delay", "managed", "execute-blocking", "own");

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final byte[] CHUNK = "part of a file\n".repeat(500).getBytes(StandardCharsets.US_ASCII);

    private final ManagedExecutor managed;
    private final Vertx vertx;

    ContractShop(ManagedExecutor managed, Vertx vertx) {
        this.managed = managed;
        this.vertx = vertx;
    }

    @POST
    @Path("/mdc")
    @Consumes(MediaType.TEXT_PLAIN)
    public String mdcOfBody(String body) {
        return Threads.seen();
    }

    @GET
    @Path("/mdc-threads/{id}")
    public Uni<String> mdcThreads(String id) {
        Uni<String> seen = Uni.createFrom().item(Threads::seen);
        return switch (id) {
            case "worker" -> seen.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
            case "emit-on" ->
                Uni.createFrom()
                        .item(id)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(ignored -> Threads.seen());
            case "delay" ->
                Uni.createFrom().item(id).onItem().delayIt().by(PAUSE).map(ignored -> Threads.seen());
            case "managed" -> Uni.createFrom().completionStage(() -> managed.supplyAsync(Threads::seen));
            case "execute-blocking" ->
                Uni.createFrom()
                        .completionStage(
                                () -> vertx.executeBlocking(Threads::seen).toCompletionStage());
            case "own" ->
                Uni.createFrom()
                        .completionStage(
                                () -> CompletableFuture.supplyAsync(Traced.supplier(Threads::seen), Threads.WORKER));
            default -> seen;
        };
    }

    @GET
    @Path("/streamed/{id}")
    @Produces(MediaType.TEXT_PLAIN)
    public Multi<String> streamed(String id) {
        return Multi.createFrom().range(0, HttpServerContract.PARTS).map(i -> HttpServerContract.PART);
    }

    @GET
    @Path("/mapped/{id}")
    public String mapped(String id) {
        throw new SoldOutException();
    }

    @GET
    @Path("/mapped-later/{id}")
    public Uni<String> mappedLater(String id) {
        return Uni.createFrom().item(id).onItem().delayIt().by(PAUSE).map(this::mapped);
    }

    @GET
    @Path("/conflict/{id}")
    public String conflict(String id) {
        throw new ClientErrorException(Response.Status.CONFLICT);
    }

    @GET
    @Path("/events/{id}")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<String> events(String id) {
        return Multi.createFrom().items("1", "2");
    }

    @GET
    @Path("/endless/{id}")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<String> endless(String id) {
        return Multi.createFrom().ticks().every(PAUSE).onOverflow().drop().map(tick -> "0");
    }

    @GET
    @Path("/download/{id}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Multi<byte[]> download(String id) {
        return Multi.createFrom().ticks().every(PAUSE).onOverflow().drop().map(tick -> CHUNK);
    }

    /** As the extension for WebSockets does it. */
    void sockets(@Observes Router router) {
        router.get("/socket/:id").handler(routing -> routing.request().toWebSocket());
    }

    /** A class with a path of its own. */
    @Path("/shelves/{shelf}")
    public static class Shelves {
        @GET
        @Path("/books/{id: \\d+}")
        @Produces(MediaType.TEXT_PLAIN)
        public String book(String shelf, String id) {
            return "book " + id;
        }
    }

    @Provider
    public static class SoldOut implements ExceptionMapper<SoldOutException> {
        @Override
        public Response toResponse(SoldOutException e) {
            return Response.status(Response.Status.GONE).entity("sold out").build();
        }
    }
}
