package dev.tidemark.ingest.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tidemark.ingest.ClientDisconnect;
import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter promises, on a real server. The application under test serves:
 *
 * <ul>
 *   <li>{@code GET /orders/{id}}: {@code order} and the id, with a content length
 *   <li>{@code POST /orders}: 201
 *   <li>{@code GET /broken/{id}}: throws {@link IllegalStateException}, which nothing handles
 *   <li>{@code GET /later/{id}}: {@code later}, answered by another thread after {@link #LATER_MILLIS}
 *   <li>{@code GET /later-broken/{id}}: the same, failing with {@link IllegalStateException}
 *   <li>{@code GET /streamed/{id}}: {@link #PARTS} times {@link #PART}, without a content length
 *   <li>{@code GET /mdc/{id}}: {@link Threads#seen()}
 *   <li>{@code POST /mdc}: the same, after its body was read
 *   <li>{@code GET /mdc-threads/{id}}, whose id is one of {@link #threads()}: the same, on a thread of that kind, which makes a call
 *   <li>{@code GET /events/{id}}: two server-sent events, {@code data: 1} and {@code data: 2}
 *   <li>{@code GET /endless/{id}}: server-sent events until the client disconnects
 *   <li>{@code GET /download/{id}}: bytes until the client disconnects, as a file
 *   <li>{@code GET /socket/{id}}: a WebSocket, if {@link #hasWebSockets()}
 *   <li>{@code GET /poll/{id}}: {@code polled}, marked by the application as a stream
 *   <li>with {@link #handlesExceptions()}, {@code GET /mapped/{id}} and {@code GET /mapped-later/{id}}: throws {@link
 *       SoldOutException}, which the application turns into 410; {@code GET /conflict/{id}}: throws the framework's
 *       exception for 409
 *   <li>with {@link #forwards()}, {@code GET /forward/{id}}: what {@code /orders/{id}} answers
 *   <li>{@code GET /health/live} and {@code GET /actuator/info}: anything
 * </ul>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HttpServerContract {
    /** How long {@code /later} takes. */
    public static final long LATER_MILLIS = 60;

    public static final int PARTS = 10_000;
    public static final String PART = "part of an answer\n";

    /** An exception that the application maps. */
    public static final class SoldOutException extends RuntimeException {}

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + CALLER + "-01";
    private static final int MANY = 400;
    private static final String ERROR = IllegalStateException.class.getName();

    private final HttpClient client = HttpClient.newHttpClient();
    private URI server = URI.create("http://127.0.0.1");

    @SuppressWarnings("NullAway.Init")
    private RecordingTidemark tidemark;

    /** Starts the application; returns the address of its server. */
    protected abstract URI start() throws Exception;

    /** Whether the server knows them. */
    protected boolean hasWebSockets() {
        return true;
    }

    /** Stops the application. */
    protected abstract void stop() throws Exception;

    /** The kinds of threads that work on requests. */
    protected abstract List<String> threads();

    /** Where those threads come from, as far as they are kept for other work. */
    protected List<Executor> pools() {
        return List.of(Threads.WORKER);
    }

    /** Whether the framework lets the application turn exceptions into responses. */
    protected boolean handlesExceptions() {
        return true;
    }

    /** How the name of the framework's exception for a status ends. */
    protected String statusException() {
        return "StatusException";
    }

    protected boolean forwards() {
        return false;
    }

    @BeforeAll
    void startServer() throws Exception {
        server = start();
    }

    @AfterAll
    void stopServer() throws Exception {
        stop();
    }

    @BeforeEach
    void record() {
        tidemark = new RecordingTidemark();
    }

    @AfterEach
    void close() {
        tidemark.close();
    }

    @Test
    void request_answered_hasRouteStatusAndBytes() throws Exception {
        HttpResponse<String> response = get("/orders/42?page=3");

        RequestEvent event = tidemark.request();
        assertThat(response.body()).isEqualTo("order 42");
        assertThat(event.service()).isEqualTo("shop");
        assertThat(event.method()).isEqualTo("GET");
        assertThat(event.route()).isEqualTo("/orders/{id}");
        assertThat(event.status()).isEqualTo(200);
        assertThat(event.errorType()).isNull();
        assertThat(event.responseBytes()).isEqualTo(8);
        assertThat(event.traceId()).hasSize(32).isEqualTo(traceId(response));
    }

    @Test
    void request_withABody_hasItsBytes() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri("/orders"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        RequestEvent event = tidemark.request();
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(event.method()).isEqualTo("POST");
        assertThat(event.route()).isEqualTo("/orders");
        assertThat(event.status()).isEqualTo(201);
        assertThat(event.requestBytes()).isEqualTo(2);
    }

    @Test
    void request_withTraceparent_continuesTheTrace() throws Exception {
        HttpResponse<String> response =
                get("/orders/42", "traceparent", TRACEPARENT, "tracestate", "a=1", "tracestate", "b=2");

        RequestEvent event = tidemark.request();
        assertThat(event.traceId()).isEqualTo(TRACE).isEqualTo(traceId(response));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(event.spanId()).hasSize(16).isNotEqualTo(CALLER);
        assertThat(event.parentSpanId()).isEqualTo(CALLER);
    }

    @Test
    void request_withTwoTraceparents_startsANewTrace() throws Exception {
        get("/orders/42", "traceparent", TRACEPARENT, "traceparent", TRACEPARENT);

        assertThat(tidemark.request().traceId()).hasSize(32).isNotEqualTo(TRACE);
        assertThat(tidemark.request().parentSpanId()).isNull();
    }

    @Test
    void request_withOverlongHeaders_isCountedAsOneOfANewTrace() throws Exception {
        HttpResponse<String> response = get(
                "/orders/42", "traceparent", TRACEPARENT + "-" + "a".repeat(3_000), "tracestate", "b".repeat(2_000));

        RequestEvent event = tidemark.request();
        assertThat(event.traceId()).hasSize(32).isNotEqualTo(TRACE).isEqualTo(traceId(response));
        assertThat(event.parentSpanId()).isNull();
        assertThat(event.route()).isEqualTo("/orders/{id}");
    }

    @Test
    void mdc_whileServing_hasTraceAndSpan() throws Exception {
        HttpResponse<String> response = get("/mdc/1", "traceparent", TRACEPARENT);

        assertThat(response.body()).isEqualTo(TRACE + " " + tidemark.request().spanId());
    }

    @Test
    void mdc_afterTheBodyWasRead_hasTraceAndSpan() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri("/mdc"))
                        .header("Content-Type", "text/plain")
                        .header("traceparent", TRACEPARENT)
                        .POST(HttpRequest.BodyPublishers.ofString("b".repeat(200_000)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo(TRACE + " " + tidemark.request().spanId());
    }

    @Test
    void mdc_onEveryThreadOfARequest_hasTraceAndSpanAndNothingIsLeft() throws Exception {
        Map<String, String> seen = new LinkedHashMap<>();
        for (String kind : threads()) {
            seen.put(
                    kind,
                    get("/mdc-threads/" + kind, "traceparent", TRACEPARENT).body());
        }

        // The end of an asynchronous request may be noticed after the next one's.
        List<RequestEvent> events = tidemark.requests(threads().size());
        assertThat(seen.values())
                .as("%s", seen)
                .containsExactlyInAnyOrderElementsOf(events.stream()
                        .map(event -> TRACE + " " + event.spanId())
                        .toList());
        assertThat(events).extracting(RequestEvent::route).containsOnly("/mdc-threads/{id}");
        assertThat(events).allSatisfy(HttpServerContract::madeOneCall);
        assertThat(tidemark.calls()).allSatisfy(call -> {
            assertThat(call.route()).isEqualTo("/mdc-threads/{id}");
            assertThat(call.sumMicros()).isGreaterThanOrEqualTo(call.count() * PriceClient.MILLIS * 1000);
        });
        assertThat(tidemark.calls().stream().mapToLong(CallSummary::count).sum())
                .isEqualTo(threads().size());
        for (Executor pool : pools()) {
            assertThat(Threads.leftIn(pool)).containsOnly(Threads.NOTHING);
        }
    }

    @Test
    void request_failing_isA500WithItsError() throws Exception {
        HttpResponse<String> response = get("/broken/1");

        RequestEvent event = tidemark.request();
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(traceId(response)).isEqualTo(event.traceId());
        assertThat(event.route()).isEqualTo("/broken/{id}");
        assertThat(event.status()).isEqualTo(500);
        assertThat(event.errorType()).isEqualTo(ERROR);
    }

    @Test
    void request_answeredByAnotherThread_isTimedToItsEnd() throws Exception {
        assertThat(get("/later/1").body()).isEqualTo("later");

        RequestEvent event = tidemark.request();
        assertThat(event.route()).isEqualTo("/later/{id}");
        assertThat(event.status()).isEqualTo(200);
        assertThat(event.durationMicros()).isGreaterThanOrEqualTo(LATER_MILLIS * 1000);
    }

    @Test
    void request_failingOnAnotherThread_keepsItsRoute() throws Exception {
        assertThat(get("/later-broken/1").statusCode()).isEqualTo(500);

        RequestEvent event = tidemark.request();
        assertThat(event.route()).isEqualTo("/later-broken/{id}");
        assertThat(event.status()).isEqualTo(500);
        assertThat(event.errorType()).isEqualTo(ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mapped", "/mapped-later"})
    void exception_thatTheApplicationMaps_isNamed(String path) throws Exception {
        assumeThat(handlesExceptions()).isTrue();
        HttpResponse<String> response = get(path + "/1");

        RequestEvent event = tidemark.request();
        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(event.status()).isEqualTo(410);
        assertThat(event.route()).isEqualTo(path + "/{id}");
        assertThat(event.errorType()).isEqualTo(SoldOutException.class.getName());
    }

    @Test
    void exception_withAStatus_isNamed() throws Exception {
        assumeThat(handlesExceptions()).isTrue();
        assertThat(get("/conflict/1").statusCode()).isEqualTo(409);

        RequestEvent event = tidemark.request();
        assertThat(event.status()).isEqualTo(409);
        assertThat(event.route()).isEqualTo("/conflict/{id}");
        assertThat(event.errorType()).endsWith(statusException());
    }

    @Test
    void request_withAMethodThatItsRouteHasNot_hasTheRoute() throws Exception {
        HttpResponse<String> response = send("DELETE", "/orders/42");

        RequestEvent event = tidemark.request();
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(event.status()).isEqualTo(405);
        assertThat(event.method()).isEqualTo("DELETE");
        assertThat(event.route()).isEqualTo("/orders/{id}");
    }

    @Test
    void request_forOptions_hasTheRoute() throws Exception {
        HttpResponse<String> response = send("OPTIONS", "/orders/42");

        RequestEvent event = tidemark.request();
        assertThat(event.status()).isEqualTo(response.statusCode());
        assertThat(event.method()).isEqualTo("OPTIONS");
        assertThat(event.route()).isEqualTo("/orders/{id}");
    }

    @Test
    void request_forwarded_isOneOfTheRouteThatWasCalled() throws Exception {
        assumeThat(forwards()).isTrue();
        assertThat(get("/forward/42").body()).isEqualTo("order 42");

        assertThat(tidemark.request().route()).isEqualTo("/forward/{id}");
        assertThat(tidemark.request().status()).isEqualTo(200);
    }

    @Test
    void response_ofUnknownLength_hasItsBytes() throws Exception {
        HttpResponse<String> response = get("/streamed/1");

        assertThat(response.headers().firstValue("Content-Length")).isEmpty();
        assertThat(response.body()).isEqualTo(PART.repeat(PARTS));
        assertThat(tidemark.request().responseBytes()).isEqualTo(PARTS * PART.length());
    }

    @Test
    void request_ofUnknownLength_hasItsBytes() throws Exception {
        client.send(
                HttpRequest.newBuilder(uri("/mdc"))
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(new byte[50_000])))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(tidemark.request().requestBytes()).isEqualTo(50_000);
    }

    @Test
    void requests_withInventedMethods_areAllCountedAsOneMethod() throws Exception {
        for (int i = 0; i < 20; i++) {
            send("X-" + i + "-METHOD", "/orders/" + i);
        }

        assertThat(tidemark.requests(20))
                .hasSize(20)
                .extracting(RequestEvent::method)
                .containsOnly("_OTHER");
    }

    @Test
    void requests_toManyPaths_areAllCountedInTwoSeries() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String path = i % 2 == 0 ? "/orders/" + i : "/nothing-" + i;
            answers.add(
                    client.sendAsync(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString()));
            if (i % 20 == 0) {
                answers.forEach(CompletableFuture::join);
            }
        }
        answers.forEach(CompletableFuture::join);

        assertThat(tidemark.requests(MANY))
                .hasSize(MANY)
                .extracting(RequestEvent::route)
                .containsOnly("/orders/{id}", RequestEvent.UNMATCHED);
    }

    @Test
    void serverSentEvents_areAStream() throws Exception {
        assertThat(get("/events/1").body().replace(" ", "")).contains("data:1").contains("data:2");

        RequestEvent event = tidemark.request();
        assertThat(event.route()).isEqualTo("/events/{id}");
        assertThat(event.status()).isEqualTo(200);
        assertThat(event.stream()).isTrue();
        assertThat(event.isError()).isFalse();
    }

    @Test
    void serverSentEvents_endedByTheClient_areAStreamWithoutError() throws Exception {
        disconnectFrom("/endless/1");

        RequestEvent event = tidemark.request();
        assertThat(event.route()).isEqualTo("/endless/{id}");
        assertThat(event.status()).isEqualTo(ClientDisconnect.CLIENT_CLOSED_REQUEST);
        assertThat(event.errorType()).isNull();
        assertThat(event.stream()).isTrue();
        assertThat(event.isError()).isFalse();
    }

    @Test
    void response_cutOffByTheClient_hasAStatusOfItsOwn() throws Exception {
        disconnectFrom("/download/1");

        RequestEvent event = tidemark.request();
        assertThat(event.route()).isEqualTo("/download/{id}");
        assertThat(event.status()).isEqualTo(ClientDisconnect.CLIENT_CLOSED_REQUEST);
        assertThat(event.errorType()).isNull();
        assertThat(event.stream()).isFalse();
    }

    @Test
    void response_completeOnAConnectionThatTheClientWantsClosed_isNoDisconnect() throws Exception {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            ask(socket, "/orders/1", "Connection: close\r\n");
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .endsWith("order 1");
        }

        assertThat(tidemark.request().status()).isEqualTo(200);
    }

    @Test
    void longPoll_markedByTheApplication_isAStream() throws Exception {
        assertThat(get("/poll/1").body()).isEqualTo("polled");

        RequestEvent event = tidemark.request();
        assertThat(event.route()).isEqualTo("/poll/{id}");
        assertThat(event.status()).isEqualTo(200);
        assertThat(event.stream()).isTrue();
    }

    @Test
    void webSocket_isAStream() throws Exception {
        Assumptions.assumeTrue(hasWebSockets());
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            ask(
                    socket,
                    "/socket/1",
                    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
            assertThat(readHead(socket)).startsWith("HTTP/1.1 101");
            // A frame that closes the WebSocket.
            socket.getOutputStream().write(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
            // The server closes it, too.
            assertThat(socket.getInputStream().read()).isBetween(-1, 255);
        }

        RequestEvent event = tidemark.request();
        assertThat(event.route()).isEqualTo("/socket/{id}");
        assertThat(event.status()).isEqualTo(101);
        assertThat(event.stream()).isTrue();
        assertThat(event.isError()).isFalse();
    }

    private static String readHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    /** Reads the beginning of the response, then resets the connection. */
    private void disconnectFrom(String path) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            ask(socket, path, "");
            assertThat(new String(socket.getInputStream().readNBytes(64), US_ASCII))
                    .startsWith("HTTP/1.1 200");
            socket.setSoLinger(true, 0);
        }
    }

    private void ask(Socket socket, String path, String headers) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n" + headers + "\r\n")
                        .getBytes(US_ASCII));
    }

    @Test
    void request_noMatchingRoute_isUnmatched() throws Exception {
        HttpResponse<String> response = get("/wp-admin/setup.php");

        RequestEvent event = tidemark.request();
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(traceId(response)).isEqualTo(event.traceId());
        assertThat(event.route()).isEqualTo(RequestEvent.UNMATCHED);
        assertThat(event.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/actuator/info"})
    void request_toASkippedPath_isTracedButNotRecorded(String path) throws Exception {
        assertThat(traceId(get(path))).hasSize(32);
        get("/orders/1");

        assertThat(tidemark.requests(1)).extracting(RequestEvent::route).containsExactly("/orders/{id}");
    }

    @Test
    void requests_atTheSameTime_eachHaveTheirOwnTrace() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(uri("/mdc/" + i)).build(), HttpResponse.BodyHandlers.ofString()));
        }

        List<String> seen = answers.stream().map(answer -> answer.join().body()).toList();

        assertThat(tidemark.requests(50))
                .extracting(event -> event.traceId() + " " + event.spanId())
                .containsExactlyInAnyOrderElementsOf(seen);
    }

    private static void madeOneCall(RequestEvent event) {
        assertThat(event.isMeasured()).isTrue();
        assertThat(event.parts()).satisfies(parts -> {
            assertThat(parts.httpCalls()).isEqualTo(1);
            assertThat(parts.httpMicros()).isBetween(PriceClient.MILLIS * 1000, event.durationMicros());
            assertThat(parts.micros()).isEqualTo(parts.httpMicros());
        });
    }

    /** The only request of this test that was measured. */
    protected final RequestEvent request() {
        return tidemark.request();
    }

    protected final HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    protected final HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return server.resolve(path);
    }

    private static String traceId(HttpResponse<?> response) {
        return response.headers().firstValue("X-Trace-ID").orElse("");
    }
}
