package dev.tidemark.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.Backends;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstrumentationIT {

    private static final Duration SOON = Duration.ofMinutes(3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path logs;

    @SuppressWarnings("NullAway.Init")
    static Demo demo;

    @SuppressWarnings("NullAway.Init")
    static Records<RequestEvent> requests;

    @SuppressWarnings("NullAway.Init")
    static Records<LogEvent> lines;

    @BeforeAll
    static void start() throws Exception {
        Records.declare(Backends.kafka(), Topics.REQUESTS, Topics.LOGS, Topics.SAMPLES);
        requests = Records.of(Topics.REQUESTS, Backends.kafka());
        lines = Records.of(Topics.LOGS, Backends.kafka());
        demo = Demo.overSharedBackends(logs);
    }

    @AfterAll
    static void stop() {
        demo.close();
        lines.close();
        requests.close();
    }

    @Test
    void order_acrossBothApplications_isOneTraceWithRouteTemplates() {
        String trace = newTrace();
        traced("POST", "/cart/traced/items", "{\"product_id\":61,\"quantity\":1}", newTrace());

        Answer answer = traced("POST", "/orders", "{\"cart_id\":\"traced\"}", trace);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.traceId()).contains(trace);
        List<RequestEvent> events = awaitEvents(requests::soFar, request -> trace.equals(request.traceId()), 2);
        assertThat(events)
                .extracting(RequestEvent::service, RequestEvent::method, RequestEvent::route, RequestEvent::status)
                .containsExactlyInAnyOrder(
                        tuple("shop", "POST", "/orders", 201), tuple("inventory", "POST", "/reservations", 201));
        assertThat(events).extracting(RequestEvent::spanId).doesNotHaveDuplicates();
        assertThat(events).allSatisfy(event -> {
            RequestParts parts = requireNonNull(event.parts());
            assertThat(parts.dbCalls()).isPositive();
            assertThat(parts.dbMicros()).isPositive();
            assertThat(parts.micros()).isLessThanOrEqualTo(event.durationMicros());
        });
        List<LogEvent> told = awaitEvents(lines::soFar, line -> trace.equals(line.traceId()), 2);
        assertThat(told).extracting(LogEvent::service).containsExactlyInAnyOrder("shop", "inventory");
        assertThat(told).extracting(LogEvent::message).anyMatch(message -> message.startsWith("reservation "));
    }

    @Test
    void everyRoute_isRecordedWithItsTemplate() {
        demo.shop().get("/products?category=rope");
        demo.shop().get("/products/3");
        demo.shop().get("/search?q=oak");
        demo.shop().post("/cart/templates/items", "{\"product_id\":3,\"quantity\":1}");
        demo.shop().get("/cart/templates");
        demo.shop().get("/orders/0");
        demo.shop().get("/reports/sales");
        demo.shop().get("/wp-login.php");
        demo.inventory().get("/reservations/0");
        demo.inventory().get("/.env");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(requests.soFar())
                        .extracting(request -> request.service() + " " + request.method() + " " + request.route() + " "
                                + request.status())
                        .contains(
                                "shop GET /products 200",
                                "shop GET /products/{id} 200",
                                "inventory GET /stock/{sku} 200",
                                "shop GET /search 200",
                                "shop POST /cart/{cartId}/items 201",
                                "shop GET /cart/{cartId} 200",
                                "shop GET /orders/{id} 404",
                                "shop GET /reports/sales 200",
                                "shop GET UNMATCHED 404",
                                "inventory GET /reservations/{id} 404",
                                "inventory GET UNMATCHED 404"));
    }

    @Test
    void faultsAndHealth_areNotRecorded() {
        String last = newTrace();
        demo.shop().put("/faults/errors");
        demo.shop().delete("/faults");
        demo.inventory().put("/faults/errors");
        demo.inventory().delete("/faults");
        traced("GET", "/products", "", last);

        awaitEvents(requests::soFar, request -> last.equals(request.traceId()), 1);
        await().during(Duration.ofMillis(500))
                .atMost(SOON)
                .untilAsserted(() -> assertThat(requests.soFar())
                        .extracting(RequestEvent::route)
                        .noneMatch(route -> route.startsWith("/faults") || route.startsWith("/health")));
    }

    @Test
    void failure_isARequestAndALogLineOfTheSameTrace() {
        String trace = newTrace();
        demo.shop().put("/faults/errors");

        Answer answer = traced("GET", "/products/16", "", trace);

        demo.shop().delete("/faults");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.traceId()).contains(trace);
        RequestEvent event = awaitEvents(requests::soFar, request -> trace.equals(request.traceId()), 1)
                .getFirst();
        assertThat(event.route()).isEqualTo("/products/{id}");
        assertThat(event.errorType()).isEqualTo("java.lang.IllegalStateException");
        LogEvent line =
                awaitEvents(lines::soFar, log -> trace.equals(log.traceId()), 1).getFirst();
        assertThat(line.level()).isEqualTo(LogLevel.ERROR);
        assertThat(line.stackTrace()).contains("no tax rate for category \"safety\"", "Taxes.");
    }

    @Test
    void searchForMarkup_isLoggedAsPlainText() {
        String trace = newTrace();

        traced("GET", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "", trace);

        assertThat(awaitEvents(lines::soFar, log -> trace.equals(log.traceId()), 1)
                        .getFirst()
                        .message())
                .isEqualTo("search for \"<script>alert(1)</script>\" found 0 products");
    }

    @Test
    void calls_toRedisAndTheInventory_arePartsOfTheRequest() {
        String trace = newTrace();

        traced("GET", "/products/17", "", trace);

        RequestEvent event = awaitEvents(
                        requests::soFar,
                        request -> trace.equals(request.traceId())
                                && request.service().equals("shop"),
                        1)
                .getFirst();
        RequestParts parts = requireNonNull(event.parts());
        assertThat(parts.redisCalls()).isPositive();
        assertThat(parts.httpCalls()).isEqualTo(1);
        assertThat(parts.httpMicros()).isPositive();
        assertThat(parts.redisMicros() + parts.httpMicros()).isLessThanOrEqualTo(event.durationMicros());
    }

    private static Answer traced(String method, String path, String body, String trace) {
        return Answer.to(
                method,
                demo.shop().at(path),
                body,
                Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01", "Content-Type", "application/json"));
    }

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static <E> List<E> awaitEvents(Callable<List<E>> source, Predicate<E> wanted, int count) {
        return await().atMost(SOON)
                .until(() -> source.call().stream().filter(wanted).toList(), found -> found.size() >= count);
    }
}
