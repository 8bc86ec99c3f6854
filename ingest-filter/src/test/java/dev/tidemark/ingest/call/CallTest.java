package dev.tidemark.ingest.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import dev.tidemark.ingest.trace.Traced;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.Setting;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.metric.FilterMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class CallTest {
    private static final Operation SELECT = Operation.of(CallKind.DB, "shop", "SELECT * FROM product WHERE id = ?");
    private static final Operation GET = Operation.of(CallKind.REDIS, "redis:6379", "GET product:*");

    private RecordingTidemark tidemark = new RecordingTidemark();

    @AfterEach
    void close() {
        tidemark.close();
    }

    private void restart(Map<Setting<?>, String> settings) {
        tidemark.close();
        tidemark = new RecordingTidemark(settings);
    }

    private ServerRequest begin() {
        return tidemark.tidemark().begin("GET", "/products/42", null, null);
    }

    private static void finish(ServerRequest request) {
        request.finish("/products/{id}", 200, null, -1, -1);
    }

    private static void call(Operation operation) {
        Call.begin(operation.kind()).end(operation, false);
    }

    @Test
    void call_whileARequestIsServed_isOfTheRequest() {
        ServerRequest request = begin();
        try (TraceScope ignored = request.trace().makeCurrent()) {
            call(SELECT);
            call(SELECT);
            call(GET);
        }
        finish(request);

        RequestEvent event = tidemark.request();
        assertThat(event.isMeasured()).isTrue();
        assertThat(parts(event))
                .extracting(RequestParts::dbCalls, RequestParts::redisCalls)
                .containsExactly(2L, 1L);
        assertThat(tidemark.calls())
                .extracting(CallSummary::method, CallSummary::route, CallSummary::operation, CallSummary::count)
                .containsExactlyInAnyOrder(
                        tuple("GET", "/products/{id}", SELECT.operation(), 2L),
                        tuple("GET", "/products/{id}", GET.operation(), 1L));
        assertThat(tidemark.tidemark().counters().calls().sent()).isEqualTo(2);
    }

    /** Reading a large result goes on while the window of its statement is sent, and others use the same statement. */
    @Test
    void call_thatGoesOnAfterItsWindowWasSent_contradictsNoOther() {
        long now = System.nanoTime();
        Call reading = Call.begin(CallKind.DB, null, now - TimeUnit.SECONDS.toNanos(12));
        reading.end(SELECT, false, now);
        assertThat(tidemark.calls()).extracting(CallSummary::count).containsExactly(1L);

        Call.begin(CallKind.DB, null, now).end(SELECT, false, now + 5_000_000);
        reading.resume(now);
        reading.pause(now + 50_000_000);

        assertThat(tidemark.calls())
                .allSatisfy(calls -> assertThat(calls.conflict()).isNull());
    }

    @Test
    void request_withoutCalls_hasPartsOfNothing() {
        finish(begin());

        assertThat(tidemark.request().parts()).isEqualTo(RequestParts.NONE);
        assertThat(tidemark.calls()).isEmpty();
    }

    @Test
    void call_onAnotherThreadAndAfterTheScope_isOfTheRequest() throws Exception {
        ServerRequest request = begin();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<?> task;
        try (TraceScope ignored = request.trace().makeCurrent()) {
            task = executor.submit(Traced.runnable(() -> call(SELECT)));
        }
        task.get(1, TimeUnit.MINUTES);
        executor.shutdown();
        Call call = Call.begin(CallKind.REDIS, request.trace());
        call.end(GET, true);
        finish(request);

        assertThat(parts(tidemark.request()))
                .extracting(RequestParts::dbCalls, RequestParts::redisCalls)
                .containsExactly(1L, 1L);
        assertThat(sum(tidemark.calls(), CallSummary::errors)).isEqualTo(1);
    }

    @Test
    void call_withoutARequest_isOfTheBackground() {
        call(SELECT);
        // A message's trace, for example, which is of no request.
        try (TraceScope ignored = TraceContext.continueOrStart(null, null).makeCurrent()) {
            Call call = Call.begin(CallKind.DB);
            call.end(SELECT, false);
            call.rows(3);
        }
        ServerRequest skipped = tidemark.tidemark().begin("GET", "/health", null, null);
        try (TraceScope ignored = skipped.trace().makeCurrent()) {
            call(SELECT);
        }
        finish(skipped);

        List<CallSummary> calls = tidemark.calls();
        assertThat(calls).allMatch(call -> call.method() == null && call.route() == null);
        assertThat(sum(calls, CallSummary::count)).isEqualTo(3);
        assertThat(sum(calls, CallSummary::rows)).isEqualTo(3);
        assertThat(tidemark.tidemark().counters().requests().recorded()).isZero();
    }

    @Test
    void stream_withCalls_hasNoPartsAndCountsThem() {
        ServerRequest request = begin();
        request.markStream();
        try (TraceScope ignored = request.trace().makeCurrent()) {
            call(SELECT);
        }
        finish(request);

        assertThat(tidemark.request().parts()).isNull();
        assertThat(sum(tidemark.calls(), CallSummary::count)).isEqualTo(1);
    }

    @Test
    void calls_turnedOff_measureNothing() {
        restart(Map.of(FilterSetting.CALLS_ENABLED, "false"));
        ServerRequest request = begin();
        try (TraceScope ignored = request.trace().makeCurrent()) {
            assertThat(Call.begin(CallKind.DB).isMeasured()).isFalse();
            call(SELECT);
        }
        finish(request);
        call(SELECT);

        assertThat(tidemark.request().parts()).isNull();
        assertThat(tidemark.calls()).isEmpty();
    }

    @Test
    void close_openWindow_isSentAndLaterCallsAreCountedAsLost() {
        Call late = Call.begin(CallKind.DB);
        call(SELECT);
        ServerRequest request = begin();
        try (TraceScope ignored = request.trace().makeCurrent()) {
            call(GET);
        }
        tidemark.tidemark().close();
        finish(request);
        late.end(SELECT, false);

        var counters = tidemark.tidemark().counters().calls();
        assertThat(counters.sent()).isEqualTo(1);
        assertThat(counters.droppedTotal()).isEqualTo(2);
        assertThat(counters.inFlight()).isZero();
        assertThat(tidemark.samples())
                .filteredOn(sample -> sample.metricName().equals(FilterMetrics.EVENTS_SENT)
                        && "tidemark.calls.v1".equals(sample.metadata().get(FilterMetrics.TOPIC)))
                .last()
                .extracting(SampleEvent::value)
                .isEqualTo(1.0);
    }

    @Test
    void call_ofManyThreads_losesNothing() throws Exception {
        int threads = 8;
        int each = 4_000;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<?>> tasks = new ArrayList<>();
        ServerRequest shared = begin();
        for (int i = 0; i < threads; i++) {
            tasks.add(executor.submit(() -> serve(shared, each)));
        }
        for (Future<?> task : tasks) {
            task.get(3, TimeUnit.MINUTES);
        }
        executor.shutdown();
        finish(shared);

        long requests = (long) threads * each;
        List<RequestEvent> events = tidemark.requests(
                (int) (tidemark.tidemark().counters().requests().recorded()
                        - tidemark.tidemark().counters().requests().droppedTotal()));
        assertThat(events).allMatch(RequestEvent::isMeasured);
        assertThat(events).filteredOn(event -> parts(event).dbCalls() == 1).hasSizeGreaterThan(1_000);
        List<CallSummary> calls = tidemark.calls();
        assertThat(calls).allMatch(call -> call.conflict() == null);
        assertThat(calls.stream()
                        .filter(call -> call.kind() == CallKind.DB)
                        .mapToLong(CallSummary::count)
                        .sum())
                .isEqualTo(2 * requests);
        assertThat(sum(calls, CallSummary::hits)).isEqualTo(requests);
        assertThat(sum(calls, CallSummary::sumMicros)).isPositive();
    }

    /** Each time one request with a call of its own, and two calls of a request that all threads share. */
    private void serve(ServerRequest shared, int times) {
        for (int i = 0; i < times; i++) {
            ServerRequest own = begin();
            try (TraceScope ignored = own.trace().makeCurrent()) {
                call(SELECT);
            }
            Call get = Call.begin(CallKind.REDIS, shared.trace());
            Call select = Call.begin(CallKind.DB, shared.trace());
            get.hit();
            finish(own);
            get.end(GET, false);
            select.end(SELECT, false);
        }
    }

    @Test
    void table_hostileOperationsAndRoutes_isBoundedAndCountsAll() {
        restart(Map.of(FilterSetting.CALLS_MAX_OPERATIONS, "50"));
        for (int i = 0; i < 20_000; i++) {
            ServerRequest request = begin();
            try (TraceScope ignored = request.trace().makeCurrent()) {
                call(Operation.of(CallKind.DB, "shop", "SELECT " + i));
            }
            request.finish("/" + i % 500, 200, null, -1, -1);
            call(Operation.of(CallKind.HTTP, "host" + i, "GET /"));
        }

        List<CallSummary> calls = tidemark.calls();
        assertThat(sum(calls, CallSummary::count)).isEqualTo(40_000);
        // At a limit of 50, by (other) at most 100, and one of all endpoints and one of the background; in at most two
        // windows a stripe.
        assertThat(calls).hasSizeLessThanOrEqualTo(2 * 102);
        assertThat(calls)
                .anyMatch(call ->
                        Series.OTHER.equals(call.route()) && call.operation().equals(CallSummary.OTHER));
    }

    @Test
    void end_withoutAnOperation_countsAsOther() throws Exception {
        Call.class.getMethod("end", Operation.class, boolean.class).invoke(Call.begin(CallKind.DB), null, false);

        assertThat(tidemark.calls()).extracting(CallSummary::operation).containsExactly(CallSummary.OTHER);
    }

    private static RequestParts parts(RequestEvent event) {
        RequestParts parts = event.parts();
        if (parts == null) {
            throw new AssertionError("no parts in " + event);
        }
        return parts;
    }

    private static long sum(List<CallSummary> calls, Field field) {
        return calls.stream()
                .mapToLong(call -> {
                    Long value = field.of(call);
                    return value == null ? 0 : value;
                })
                .sum();
    }

    private interface Field {
        @Nullable Long of(CallSummary call);
    }
}
