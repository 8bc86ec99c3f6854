package dev.tidemark.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.RequestEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class RequestRingTest {
    private final TraceContext trace =
            TraceContext.continueOrStart("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null);
    private final RequestRing ring = new RequestRing(4, "shop", "shop-1");

    @Test
    void poll_afterOffer_returnsAnEventWithAllFields() {
        assertThat(offer(ring, 1, "GET", "/a", 503, 2, trace, "java.io.IOException", 3, 4, true))
                .isTrue();

        assertThat(ring.poll())
                .isEqualTo(new RequestEvent(
                        1,
                        "shop",
                        "shop-1",
                        "GET",
                        "/a",
                        503,
                        2,
                        trace.traceId(),
                        trace.spanId(),
                        "java.io.IOException",
                        3L,
                        4L,
                        "00f067aa0ba902b7",
                        true,
                        null));
        assertThat(ring.poll()).isNull();
        assertThat(ring).isEmpty();
    }

    @Test
    void poll_placeUsedAgain_returnsNothingOfTheEarlierRequest() {
        for (int i = 0; i < 4; i++) {
            offer(ring, 1, "GET", "/a", 503, 2, trace, "java.io.IOException", 3, 4, true);
            ring.poll();
        }
        TraceContext other = TraceContext.continueOrStart(null, null);
        offer(ring, 5, "POST", "/b", 200, 6, other, null, -1, -1, false);

        assertThat(ring.poll())
                .isEqualTo(new RequestEvent(
                        5, "shop", "shop-1", "POST", "/b", 200, 6, other.traceId(), other.spanId(), null, null, null));
    }

    @Test
    void offer_event_isReturnedUnchangedAndOnlyOnce() {
        RequestEvent event =
                new RequestEvent(1, "other", null, "GET", "/a", 200, 2, "not hexadecimal", null, null, null, 0L);
        for (int i = 0; i < 4; i++) {
            assertThat(ring.offer(event)).isTrue();
            assertThat(ring.poll()).isSameAs(event);
        }
        offer(7);

        assertThat(ring.poll()).extracting(RequestEvent::durationMicros).isEqualTo(7L);
    }

    @Test
    void offer_full_isRefusedUntilARequestIsRemoved() {
        long next = 0;
        for (long lap = 0; lap < 3; lap++) {
            while (offer(next)) {
                next++;
            }
            assertThat(ring).hasSize(4);
            for (long i = next - 4; i < next; i++) {
                assertThat(ring.poll()).extracting(RequestEvent::durationMicros).isEqualTo(i);
            }
        }

        assertThat(next).isEqualTo(12);
        assertThat(ring.currentProducerIndex()).isEqualTo(12);
        assertThat(ring.poll()).isNull();
    }

    @Test
    void offer_byManyThreads_losesAndMixesNothing() throws Exception {
        int threads = 8;
        int each = 20_000;
        RequestRing shared = new RequestRing(64, "shop", "shop-1");
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> offering = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            offering.add(executor.submit(() -> offerAll(shared, thread, each)));
        }
        long[] last = new long[threads];
        int taken = 0;
        while (taken < threads * each) {
            RequestEvent event = shared.poll();
            if (event == null) {
                Thread.onSpinWait();
                continue;
            }
            taken++;
            int thread = event.status() - 200;
            assertThat(event.durationMicros()).isEqualTo(last[thread] + 1);
            last[thread] = event.durationMicros();
            assertThat(event.timestampMicros()).isEqualTo(event.durationMicros());
            assertThat(event.route()).isEqualTo("/" + thread + "/" + event.durationMicros() % 3);
            assertThat(event.errorType()).isEqualTo(errorType(event.durationMicros()));
        }
        int refused = 0;
        for (Future<Integer> thread : offering) {
            refused += thread.get(10, TimeUnit.SECONDS);
        }
        executor.shutdown();

        assertThat(shared.poll()).isNull();
        assertThat(shared.currentProducerIndex()).isEqualTo((long) threads * each);
        // The ring was full at times, so both outcomes were tried.
        assertThat(refused).isPositive();
    }

    /** Returns how often the ring was full. */
    private int offerAll(RequestRing shared, int thread, int count) {
        String[] routes = {"/" + thread + "/0", "/" + thread + "/1", "/" + thread + "/2"};
        int refused = 0;
        for (int i = 1; i <= count; i++) {
            while (!offer(shared, i, "GET", routes[i % 3], 200 + thread, i, trace, errorType(i), i, i, i % 2 == 0)) {
                refused++;
                Thread.onSpinWait();
            }
        }
        return refused;
    }

    private static @Nullable String errorType(long number) {
        return number % 2 == 0 ? null : "java.io.IOException";
    }

    private boolean offer(long number) {
        return offer(ring, 1, "GET", "/a", 200, number, trace, null, -1, -1, false);
    }

    private static boolean offer(
            RequestRing ring,
            long timestampMicros,
            String method,
            String route,
            int status,
            long durationMicros,
            TraceContext trace,
            @Nullable String errorType,
            long requestBytes,
            long responseBytes,
            boolean stream) {
        RequestSlot slot = ring.claim();
        if (slot == null) {
            return false;
        }
        slot.time(timestampMicros, durationMicros);
        slot.endpoint(method, route);
        slot.outcome(status, errorType);
        slot.trace(trace);
        slot.bodies(requestBytes, responseBytes);
        if (stream) {
            slot.stream();
        }
        slot.publish();
        return true;
    }
}
