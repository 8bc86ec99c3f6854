package dev.tidemark.ingest.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.RequestEvent;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

@Tag("java17")
class TidemarkFilterTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final RecordingTidemark tidemark = new RecordingTidemark();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JettyApp app = new JettyApp();

    @AfterEach
    void close() {
        app.close();
        tidemark.close();
    }

    @Test
    void request_answered_hasRouteStatusAndSizes() throws Exception {
        app.serve("/items/*", (request, response) -> {
            response.setContentLength(2);
            response.getOutputStream().print("ok");
        });

        HttpResponse<String> response = get("/items/42?page=3");

        RequestEvent event = tidemark.request();
        assertThat(event.service()).isEqualTo("shop");
        assertThat(event.instance()).isEqualTo("shop-1");
        assertThat(event.method()).isEqualTo("GET");
        assertThat(event.route()).isEqualTo("/items/*");
        assertThat(event.status()).isEqualTo(200);
        assertThat(event.responseBytes()).isEqualTo(2);
        assertThat(event.errorType()).isNull();
        assertThat(event.traceId()).hasSize(32).isEqualTo(traceId(response));
    }

    @Test
    void request_withTraceparent_continuesTheTrace() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        app.serve("/items/*", (request, response) -> {
            TraceContext current = TraceContext.current();
            seen.set(MDC.get("trace_id") + " " + MDC.get("span_id") + " "
                    + (current == null ? null : current.traceparent() + " " + current.tracestate()));
        });

        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(app.uri("/items/1"))
                        .header("traceparent", TRACEPARENT)
                        .header("tracestate", "a=1,b=2")
                        .header("tracestate", "c=3")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        RequestEvent event = tidemark.request();
        assertThat(event.traceId()).isEqualTo(TRACE).isEqualTo(traceId(response));
        assertThat(event.spanId()).isNotEqualTo("00f067aa0ba902b7");
        assertThat(seen.get())
                .isEqualTo(TRACE + " " + event.spanId() + " 00-" + TRACE + "-" + event.spanId() + "-01 a=1,b=2,c=3");
    }

    @Test
    void request_withTwoTraceparents_startsANewTrace() throws Exception {
        app.serve("/items/*", (request, response) -> {});

        client.send(
                HttpRequest.newBuilder(app.uri("/items/1"))
                        .header("traceparent", TRACEPARENT)
                        .header("traceparent", TRACEPARENT)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(tidemark.request().traceId()).isNotEqualTo(TRACE);
    }

    @Test
    void request_failing_isA500WithItsErrorAndReachesTheContainerUnchanged() throws Exception {
        IllegalStateException failure = new IllegalStateException("broken");
        app.serve("/items/*", (request, response) -> {
            throw failure;
        });

        HttpResponse<String> response = get("/items/1");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(traceId(response)).hasSize(32);
        RequestEvent event = tidemark.request();
        assertThat(event.status()).isEqualTo(500);
        assertThat(event.errorType()).isEqualTo("java.lang.IllegalStateException");
        assertThat(event.route()).isEqualTo("/items/*");
        assertThat(app.failure()).isSameAs(failure);
    }

    @Test
    void request_failingWithAWrappedError_namesTheCause() throws Exception {
        app.serve("/items/*", (request, response) -> {
            throw new ServletException(new java.sql.SQLException("gone"));
        });

        get("/items/1");

        assertThat(tidemark.request().errorType()).isEqualTo("java.sql.SQLException");
    }

    @Test
    void request_sentAnError_hasItsStatus() throws Exception {
        app.serve("/items/*", (request, response) -> response.sendError(409));

        HttpResponse<String> response = get("/items/1");

        assertThat(traceId(response)).hasSize(32);
        assertThat(tidemark.request().status()).isEqualTo(409);
    }

    @Test
    void request_noMatchingServlet_isUnmatched() throws Exception {
        app.serve("/items/*", (request, response) -> {});

        assertThat(get("/wp-admin/setup.php").statusCode()).isEqualTo(404);

        RequestEvent event = tidemark.request();
        assertThat(event.route()).isEqualTo(RequestEvent.UNMATCHED);
        assertThat(event.status()).isEqualTo(404);
    }

    @Test
    void request_routeNamedByTheApplication_hasThatRoute() throws Exception {
        app.serve(
                "/items/*", (request, response) -> request.setAttribute(ServerRequest.ROUTE_ATTRIBUTE, "/items/{id}"));

        get("/items/1");

        assertThat(tidemark.request().route()).isEqualTo("/items/{id}");
    }

    @Test
    void request_routedBySpring_hasItsPattern() throws Exception {
        app.serve(
                "/items/*",
                (request, response) -> request.setAttribute(
                        "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern", "/items/{id}/parts"));

        get("/items/1/parts");

        assertThat(tidemark.request().route()).isEqualTo("/items/{id}/parts");
    }

    @Test
    void request_toASkippedPath_isTracedButNotRecorded() throws Exception {
        app.serve("/health/*", (request, response) -> {});
        app.serve("/items/*", (request, response) -> {});

        assertThat(traceId(get("/health/live"))).hasSize(32);
        get("/items/1");

        assertThat(tidemark.requests(1)).extracting(RequestEvent::route).containsExactly("/items/*");
    }

    @Test
    void request_async_isTimedUntilCompletion() throws Exception {
        BlockingQueue<AsyncContext> started = new ArrayBlockingQueue<>(1);
        app.serve("/slow", (request, response) -> started.add(request.startAsync()));

        var answer = client.sendAsync(
                HttpRequest.newBuilder(app.uri("/slow")).build(), HttpResponse.BodyHandlers.ofString());
        AsyncContext async = started.take();
        Awaitility.await()
                .during(Duration.ofMillis(60))
                .atMost(Duration.ofMinutes(3))
                .until(() -> tidemark.tidemark().counters().requests().recorded() == 0);
        ((HttpServletResponse) async.getResponse()).setStatus(202);
        async.complete();

        assertThat(answer.get().statusCode()).isEqualTo(202);
        RequestEvent event = tidemark.request();
        assertThat(event.status()).isEqualTo(202);
        assertThat(event.route()).isEqualTo("/slow");
        assertThat(event.durationMicros()).isGreaterThanOrEqualTo(60_000);
    }

    @Test
    void request_asyncTimeout_isRecordedOnceWithATimeout() throws Exception {
        app.serve("/slow", (request, response) -> request.startAsync().setTimeout(50));

        assertThat(get("/slow").statusCode()).isEqualTo(500);

        RequestEvent event = tidemark.request();
        assertThat(event.status()).isEqualTo(500);
        assertThat(event.errorType()).isEqualTo("java.util.concurrent.TimeoutException");
    }

    @Test
    void request_answeredOnAsyncTimeout_hasThatStatus() throws Exception {
        app.serve("/slow", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.setTimeout(50);
            async.addListener(new AnswerOnTimeout());
        });

        assertThat(get("/slow").statusCode()).isEqualTo(203);

        RequestEvent event = tidemark.request();
        assertThat(event.status()).isEqualTo(203);
        assertThat(event.errorType()).isNull();
    }

    @Test
    void request_failingAfterADispatch_isA500WithItsError() throws Exception {
        app.serve("/twice", (request, response) -> {
            if (request.getAttribute("again") != null) {
                throw new IllegalStateException("broken");
            }
            request.setAttribute("again", true);
            request.startAsync().dispatch();
        });

        HttpResponse<String> response = get("/twice");

        assertThat(response.statusCode()).isEqualTo(500);
        RequestEvent event = tidemark.request();
        assertThat(traceId(response)).isEqualTo(event.traceId());
        assertThat(event.status()).isEqualTo(500);
        assertThat(event.errorType()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void request_dispatchedAsync_isOneRequestAndKeepsItsTrace() throws Exception {
        AtomicReference<String> first = new AtomicReference<>();
        AtomicReference<String> second = new AtomicReference<>();
        app.serve("/twice", (request, response) -> {
            if (request.getAttribute("again") == null) {
                first.set(MDC.get("trace_id"));
                request.setAttribute("again", true);
                AsyncContext async = request.startAsync();
                new Thread(async::dispatch).start();
            } else if (request.getAttribute("third") == null) {
                request.setAttribute("third", true);
                AsyncContext async = request.startAsync();
                new Thread(async::dispatch).start();
            } else {
                second.set(MDC.get("trace_id"));
                response.setStatus(201);
            }
        });

        assertThat(get("/twice").statusCode()).isEqualTo(201);

        RequestEvent event = tidemark.request();
        assertThat(event.status()).isEqualTo(201);
        assertThat(first.get()).isEqualTo(second.get()).isEqualTo(event.traceId());
    }

    @Test
    void thread_afterARequest_hasNoTraceLeft() throws Exception {
        app.serve("/items/*", (request, response) -> {});

        get("/items/1");

        assertThat(app.leftBehind()).isEqualTo("{user=outer}, current=null");
    }

    private static final class AnswerOnTimeout implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) {
            ((HttpServletResponse) event.getAsyncContext().getResponse()).setStatus(203);
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(app.uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String traceId(HttpResponse<?> response) {
        return response.headers().firstValue("X-Trace-ID").orElse("");
    }
}
