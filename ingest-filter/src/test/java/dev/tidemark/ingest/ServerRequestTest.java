package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.RequestEvent;
import java.util.Collections;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class ServerRequestTest {
    private final RecordingTidemark tidemark = new RecordingTidemark();

    @AfterEach
    void close() {
        tidemark.close();
    }

    @Test
    void finish_twice_recordsOnce() {
        ServerRequest request = begin("GET", "/a");
        request.finish("/a", 200, null, -1, -1);
        request.finish("/b", 500, new IllegalStateException(), -1, -1);

        RequestEvent event = tidemark.request();
        assertThat(event.route()).isEqualTo("/a");
        assertThat(event.requestBytes()).isNull();
        assertThat(event.responseBytes()).isNull();
        assertThat(tidemark.tidemark().counters().requests().recorded()).isEqualTo(1);
    }

    @Test
    void finish_invalidStatus_countsAs500() {
        begin("GET", "/a").finish("/a", 0, null, 0, 0);

        assertThat(tidemark.request().status()).isEqualTo(500);
    }

    @Test
    void finish_unknownMethod_createsNoSeries() {
        begin("X-4711", "/a").finish(null, 405, null, 0, 0);

        assertThat(tidemark.request().method()).isEqualTo("_OTHER");
        assertThat(tidemark.request().route()).isEqualTo(RequestEvent.UNMATCHED);
    }

    @Test
    void finish_later_hasStartTimeAndDuration() {
        long before = tidemark.tidemark().epochMicros(System.nanoTime());
        ServerRequest request = begin("GET", "/a");
        long after = tidemark.tidemark().epochMicros(System.nanoTime());
        request.finish("/a", 200, null, 5, 7);

        RequestEvent event = tidemark.request();
        assertThat(event.timestampMicros()).isBetween(before, after);
        assertThat(event.durationMicros()).isBetween(0L, 10_000_000L);
        assertThat(event.requestBytes()).isEqualTo(5);
        assertThat(event.responseBytes()).isEqualTo(7);
    }

    @Test
    void finish_byManyThreadsAtOnce_recordsOnce() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 200; i++) {
            ServerRequest request = begin("GET", "/a");
            CyclicBarrier start = new CyclicBarrier(4);
            executor.invokeAll(Collections.nCopies(4, () -> {
                start.await();
                request.finish("/a", 200, null, -1, -1);
                return true;
            }));
        }
        executor.shutdown();

        assertThat(tidemark.tidemark().counters().requests().recorded()).isEqualTo(200);
        assertThat(tidemark.requests(200)).hasSize(200);
    }

    @Test
    void finish_skippedPath_recordsNothingButHasATrace() {
        ServerRequest request = begin("GET", "/health");
        request.finish("/health", 200, null, -1, -1);

        assertThat(request.trace().traceId()).hasSize(32);
        assertThat(tidemark.tidemark().counters().requests().recorded()).isZero();
    }

    private ServerRequest begin(String method, String path) {
        return tidemark.tidemark().begin(method, path, null, null);
    }
}
