package dev.tidemark.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.apache.TidemarkExecHandler;
import dev.tidemark.ingest.okhttp.TidemarkInterceptor;
import dev.tidemark.ingest.spring.TidemarkClientInterceptor;
import dev.tidemark.ingest.spring.TidemarkExchangeFilter;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestParts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** Each client, against a service that waits. */
@Tag("java17")
class OutgoingRequestsTest {
    private static final String OWN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static WaitingServer server;
    private final RecordingTidemark tidemark = new RecordingTidemark();

    @BeforeAll
    static void start() {
        server = new WaitingServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() {
        tidemark.close();
    }

    @ParameterizedTest
    @EnumSource
    void request_isMeasuredAndPropagatesTheTrace(Client client) throws Exception {
        long begin = System.nanoTime();
        ServerRequest served = serve(() -> client.send(server.address().resolve("/stock/42?page=3"), Map.of()));
        long elapsed = (System.nanoTime() - begin) / 1_000;
        RequestParts parts = parts();
        CallSummary call = call();

        assertThat(parts.httpCalls()).isEqualTo(1);
        assertThat(parts.httpMicros()).isBetween(WaitingServer.WAIT_MILLIS * 1_000, elapsed);
        assertThat(call.target()).isEqualTo("127.0.0.1:" + server.address().getPort());
        assertThat(call.operation()).isEqualTo("GET /stock/{id}");
        assertThat(call.errors()).isZero();
        assertThat(call.route()).isEqualTo("/orders/{id}");
        assertThat(server.header(TraceContext.TRACEPARENT))
                .containsExactly(served.trace().traceparent());
        assertThat(server.header(TraceContext.TRACESTATE)).containsExactly("vendor=1");
    }

    @ParameterizedTest
    @EnumSource
    void request_withATraceOfItsOwn_keepsIt(Client client) throws Exception {
        serve(() -> client.send(server.address().resolve("/stock/42"), Map.of(TraceContext.TRACEPARENT, OWN)));

        assertThat(server.header(TraceContext.TRACEPARENT)).containsExactly(OWN);
        assertThat(server.header(TraceContext.TRACESTATE)).isEmpty();
        assertThat(parts().httpCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void response_thatIsAnError_isOne(Client client) throws Exception {
        serve(() -> client.send(server.address().resolve("/missing/42"), Map.of()));

        assertThat(call().errors()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void request_withoutAResponse_isAnError(Client client) throws Exception {
        serve(() -> {
            assertThatThrownBy(() -> client.send(URI.create("http://127.0.0.1:1/stock/42"), Map.of()))
                    .isInstanceOf(Exception.class);
            return 0;
        });

        assertThat(call().errors()).isEqualTo(1);
        assertThat(call().target()).isEqualTo("127.0.0.1:1");
    }

    @ParameterizedTest
    @EnumSource
    void request_withoutARequestBeingServed_isBackground(Client client) throws Exception {
        client.send(server.address().resolve("/stock/42"), Map.of());

        assertThat(server.header(TraceContext.TRACEPARENT)).isEmpty();
        assertThat(call().route()).isNull();
    }

    @Test
    void templates_areTheOperations() throws Exception {
        serve(() -> RestClient.builder()
                .requestInterceptor(new TidemarkClientInterceptor())
                .baseUrl(server.address().toString())
                .build()
                .get()
                .uri("/stock/{sku}?page={page}", "mug", 3)
                .retrieve()
                .body(String.class)
                .length());

        assertThat(call().operation()).isEqualTo("GET /stock/{sku}");
    }

    @Test
    void templatesOfWebClient_areTheOperations() throws Exception {
        serve(() -> Objects.requireNonNull(WebClient.builder()
                        .filter(new TidemarkExchangeFilter())
                        .clientConnector(new JdkClientHttpConnector())
                        .build()
                        .get()
                        .uri(server.address() + "/stock/{sku}", "mug")
                        .retrieve()
                        .bodyToMono(String.class)
                        .block())
                .length());

        assertThat(call().operation()).isEqualTo("GET /stock/{sku}");
    }

    @Test
    void parallelRequests_countTheirTimeOnce() throws Exception {
        HttpClient client = TidemarkHttp.measure(HttpClient.newHttpClient());
        long begin = System.nanoTime();
        serve(() -> {
            List<CompletableFuture<?>> sent = java.util.stream.Stream.of("/a", "/b", "/c")
                    .<CompletableFuture<?>>map(path -> client.sendAsync(
                            HttpRequest.newBuilder(server.address().resolve(path))
                                    .build(),
                            BodyHandlers.ofString()))
                    .toList();
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
            return 0;
        });
        long elapsed = (System.nanoTime() - begin) / 1_000;

        assertThat(parts().httpCalls()).isEqualTo(3);
        assertThat(parts().httpMicros()).isBetween(WaitingServer.WAIT_MILLIS * 1_000, elapsed);
    }

    @Test
    void continuations_haveTheTraceAndAreNoTimeOfTheCall() throws Exception {
        HttpClient client = TidemarkHttp.measure(HttpClient.newHttpClient());
        HttpRequest get =
                HttpRequest.newBuilder(server.address().resolve("/stock/1")).build();
        ServerRequest served = serve(() -> client.sendAsync(get, BodyHandlers.ofString())
                .thenCompose(first -> client.sendAsync(get, BodyHandlers.ofString()))
                .thenApply(second ->
                        Objects.requireNonNull(TraceContext.current()).traceId().length())
                .join());

        assertThat(parts().httpCalls()).isEqualTo(2);
        assertThat(server.header(TraceContext.TRACEPARENT))
                .containsExactly(served.trace().traceparent());
    }

    @Test
    void cancellingWhatDependsOnAResponse_cancelsTheExchange() {
        HttpClient client = TidemarkHttp.measure(HttpClient.newHttpClient());
        CompletableFuture<?> sent = client.sendAsync(
                HttpRequest.newBuilder(server.address().resolve("/slow")).build(), BodyHandlers.ofString());
        CompletableFuture<?> dependent = sent.thenApply(response -> 1).thenApply(one -> 2);
        dependent.cancel(true);

        assertThat(dependent).isCancelled();
        assertThat(sent).failsWithin(Duration.ofSeconds(20));
        assertThat(call().errors()).isEqualTo(1);
    }

    @Test
    void measuredClient_isTheClientOtherwise() throws Exception {
        HttpClient plain = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(7))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        HttpClient client = TidemarkHttp.measure(plain);

        assertThat(TidemarkHttp.measure(client)).isSameAs(client);
        assertThat(client.connectTimeout()).contains(Duration.ofSeconds(7));
        assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        CompletableFuture<?> cancelled = client.sendAsync(
                HttpRequest.newBuilder(server.address().resolve("/slow")).build(), BodyHandlers.ofString());
        cancelled.cancel(true);
        assertThat(cancelled).isCancelled();
        assertThatThrownBy(() -> client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/"))
                                .build(),
                        BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        if (Runtime.version().feature() >= 21) {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
            assertThat((Boolean) HttpClient.class
                            .getMethod("awaitTermination", Duration.class)
                            .invoke(plain, Duration.ofSeconds(20)))
                    .isTrue();
        }
    }

    @Test
    void aMillionHostsAndPaths_areFewOperations() {
        HttpOperations operations = new HttpOperations();
        java.util.Set<Object> seen = new java.util.HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            seen.add(operations.of("GET", URI.create("http://h" + i + ".example.com/p" + i % 7 + "/" + i), null));
        }

        assertThat(seen).hasSizeLessThanOrEqualTo(HttpOperations.MOST + 1);
    }

    private ServerRequest serve(Callable<Integer> work) throws Exception {
        ServerRequest request = tidemark.tidemark()
                .begin("GET", "/orders/1", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "vendor=1");
        try (TraceScope ignored = request.trace().makeCurrent()) {
            assertThat(work.call()).isNotNull();
        }
        request.finish("/orders/{id}", 200, null, 0, 0);
        return request;
    }

    private RequestParts parts() {
        return Objects.requireNonNull(tidemark.request().parts());
    }

    private CallSummary call() {
        tidemark.close();
        assertThat(tidemark.calls()).hasSize(1);
        return tidemark.calls().get(0);
    }

    /** How an application sends a request and reads its response. */
    enum Client {
        JDK {
            private final HttpClient client = TidemarkHttp.measure(HttpClient.newHttpClient());

            @Override
            int send(URI uri, Map<String, String> headers) throws Exception {
                return client.send(request(uri, headers), BodyHandlers.ofString())
                        .statusCode();
            }
        },
        JDK_ASYNC {
            private final HttpClient client = TidemarkHttp.measure(HttpClient.newHttpClient());

            @Override
            int send(URI uri, Map<String, String> headers) {
                return client.sendAsync(request(uri, headers), BodyHandlers.ofString())
                        .join()
                        .statusCode();
            }
        },
        OK_HTTP {
            private final OkHttpClient client = new OkHttpClient.Builder()
                    .addInterceptor(new TidemarkInterceptor())
                    .build();

            @Override
            int send(URI uri, Map<String, String> headers) throws Exception {
                var request = new okhttp3.Request.Builder().url(uri.toString());
                headers.forEach(request::header);
                try (var response = client.newCall(request.build()).execute()) {
                    return response.code();
                }
            }
        },
        APACHE {
            private final CloseableHttpClient client = HttpClients.custom()
                    .addExecInterceptorFirst("tidemark", new TidemarkExecHandler())
                    .build();

            @Override
            int send(URI uri, Map<String, String> headers) throws Exception {
                HttpGet request = new HttpGet(uri);
                headers.forEach(request::setHeader);
                return client.execute(request, response -> response.getCode());
            }
        },
        REST_CLIENT {
            private final RestClient client = RestClient.builder()
                    .requestFactory(new JdkClientHttpRequestFactory())
                    .requestInterceptor(new TidemarkClientInterceptor())
                    .build();

            @Override
            int send(URI uri, Map<String, String> headers) {
                return client.get()
                        .uri(uri)
                        .headers(all -> headers.forEach(all::set))
                        .exchange(
                                (request, response) -> response.getStatusCode().value());
            }
        },
        REST_TEMPLATE {
            private final RestTemplate client = template();

            private static RestTemplate template() {
                RestTemplate template = new RestTemplate();
                template.setInterceptors(List.of(new TidemarkClientInterceptor()));
                template.setErrorHandler(response -> false);
                return template;
            }

            @Override
            int send(URI uri, Map<String, String> headers) {
                return Objects.requireNonNull(client.execute(
                        uri,
                        org.springframework.http.HttpMethod.GET,
                        request -> headers.forEach(request.getHeaders()::set),
                        response -> response.getStatusCode().value()));
            }
        },
        WEB_CLIENT {
            private final WebClient client = WebClient.builder()
                    .filter(new TidemarkExchangeFilter())
                    .clientConnector(new JdkClientHttpConnector())
                    .build();

            @Override
            int send(URI uri, Map<String, String> headers) {
                return Objects.requireNonNull(client.get()
                        .uri(uri)
                        .headers(all -> headers.forEach(all::set))
                        .exchangeToMono(response -> response.releaseBody()
                                .thenReturn(response.statusCode().value()))
                        .block());
            }
        };

        /** The status of a GET. */
        abstract int send(URI uri, Map<String, String> headers) throws Exception;

        private static HttpRequest request(URI uri, Map<String, String> headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            headers.forEach(request::header);
            return request.build();
        }
    }
}
