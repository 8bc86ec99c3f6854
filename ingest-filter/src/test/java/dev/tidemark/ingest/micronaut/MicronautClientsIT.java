package dev.tidemark.ingest.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.http.WaitingServer;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestParts;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.annotation.SingleResult;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.StreamingHttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A Micronaut application with Redis and HTTP clients, with nothing but the dependency. */
class MicronautClientsIT {
    private static WaitingServer inventory;
    private static EmbeddedServer server;
    private RecordingTidemark tidemark;

    @BeforeAll
    static void start() {
        inventory = new WaitingServer();
        server = ApplicationContext.run(
                EmbeddedServer.class,
                Map.of(
                        "micronaut.server.port",
                        -1,
                        "redis.uri",
                        Backends.redis().uri().toString(),
                        "contract",
                        "clients",
                        "inventory",
                        inventory.address().toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
        inventory.close();
    }

    @BeforeEach
    void record() {
        tidemark = new RecordingTidemark();
    }

    @AfterEach
    void close() {
        tidemark.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/declarative/42", "/blocking/42", "/reactive/42"})
    void calls_ofAnyKind_areThoseOfTheRequest(String path) throws Exception {
        get(path);
        RequestParts parts = Objects.requireNonNull(tidemark.request().parts());
        long duration = tidemark.request().durationMicros();
        String template = path.startsWith("/declarative") ? "GET /stock/{sku}" : "GET /stock/{id}";

        assertThat(parts.redisCalls()).isEqualTo(2);
        assertThat(parts.httpCalls()).isEqualTo(1);
        assertThat(parts.httpMicros()).isBetween(WaitingServer.WAIT_MILLIS * 1_000, duration);
        assertThat(parts.httpMicros() + parts.redisMicros()).isLessThanOrEqualTo(duration);
        assertThat(inventory.header(TraceContext.TRACEPARENT))
                .singleElement()
                .asString()
                .contains(tidemark.request().traceId());
        tidemark.close();
        List<CallSummary> calls = tidemark.calls();
        assertThat(calls).extracting(CallSummary::operation).containsExactlyInAnyOrder("GET absent:*", template);
        assertThat(calls).allMatch(call -> (path.replace("42", "{id}")).equals(call.route()));
    }

    @Test
    void response_thatIsAnError_isOne() throws Exception {
        get("/missing/42");
        assertThat(tidemark.request().status()).isEqualTo(200);
        tidemark.close();

        assertThat(tidemark.calls())
                .filteredOn(call -> call.kind() == CallKind.HTTP)
                .singleElement()
                .satisfies(call -> assertThat(call.errors()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/impatient/42", "/impatient-declarative/42", "/impatient-stream/42"})
    void request_thatIsGivenUp_isACallUntilThen(String path) throws Exception {
        get(path);
        RequestParts parts = Objects.requireNonNull(tidemark.request().parts());

        assertThat(tidemark.request().durationMicros()).isGreaterThan(WaitingServer.WAIT_MILLIS * 1_000);
        // The time of the timeout begins before that of the call.
        assertThat(parts.httpMicros()).isBetween(1L, WaitingServer.WAIT_MILLIS * 1_000);
        tidemark.close();
        assertThat(tidemark.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.errors()).isEqualTo(1));
    }

    private static void get(String path) throws Exception {
        java.net.http.HttpRequest request = java.net.http.HttpRequest.newBuilder(
                        server.getURI().resolve(path))
                .build();
        HttpResponse<String> response =
                java.net.http.HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Client("${inventory}")
    @Requires(property = "contract", value = "clients")
    interface Inventory {
        @Get("/stock/{sku}{?page}")
        String stock(String sku, int page);

        @Get("/stock/{sku}")
        @SingleResult
        Publisher<String> later(String sku);
    }

    @Controller
    @Requires(property = "contract", value = "clients")
    static class Products {
        private final StatefulRedisConnection<String, String> redis;
        private final Inventory inventory;
        private final HttpClient client;
        private final StreamingHttpClient streams;

        Products(
                StatefulRedisConnection<String, String> redis,
                Inventory inventory,
                @Client("${inventory}") HttpClient client,
                @Client("${inventory}") StreamingHttpClient streams) {
            this.redis = redis;
            this.inventory = inventory;
            this.client = client;
            this.streams = streams;
        }

        @Get("/declarative/{id}")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String declarative(String id) {
            redis.sync().get("absent:" + id);
            redis.async().get("absent:" + id).toCompletableFuture().join();
            return inventory.stock(id, 3);
        }

        @Get("/blocking/{id}")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String blocking(String id) {
            redis.sync().get("absent:" + id);
            redis.sync().get("absent:" + id);
            return client.toBlocking().retrieve("/stock/" + id + "?page=3");
        }

        @Get("/reactive/{id}")
        Mono<String> reactive(String id) {
            return redis.reactive()
                    .get("absent:" + id)
                    .defaultIfEmpty("none")
                    .flatMap(none -> redis.reactive().get("absent:" + id).defaultIfEmpty("none"))
                    .flatMap(none -> Mono.from(client.retrieve("/stock/" + id + "?page=3")));
        }

        @Get("/impatient/{id}")
        Mono<String> impatient(String id) {
            return impatient(client.retrieve("/stock/" + id));
        }

        @Get("/impatient-declarative/{id}")
        Mono<String> impatientDeclarative(String id) {
            return impatient(inventory.later(id));
        }

        @Get("/impatient-stream/{id}")
        Mono<String> impatientStream(String id) {
            return impatient(Flux.from(streams.dataStream(HttpRequest.GET("/stock/" + id)))
                    .map(part -> "part"));
        }

        private static Mono<String> impatient(Publisher<String> answer) {
            return Mono.from(answer)
                    .timeout(Duration.ofMillis(20))
                    .onErrorReturn("unknown")
                    .delayElement(Duration.ofMillis(2 * WaitingServer.WAIT_MILLIS));
        }

        @Get("/missing/{id}")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String missing(String id) {
            try {
                return client.toBlocking().retrieve("/missing/" + id);
            } catch (HttpClientResponseException e) {
                return "missing";
            }
        }
    }
}
