package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Series;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void finish_responsesWithoutABody_haveNoBytes() {
        begin("HEAD", "/a").finish("/a", 200, null, -1, 8);
        begin("GET", "/a").finish("/a", 304, null, -1, 8);
        begin("DELETE", "/a").finish("/a", 204, null, -1, -1);
        begin("GET", "/a").finish("/a", 200, null, -1, -1);

        assertThat(tidemark.requests(4)).extracting(RequestEvent::responseBytes).containsExactly(0L, 0L, 0L, null);
    }

    @Test
    void finish_hostileClients_createOneSeriesForEachMethodThatExists() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            String method = i % 3 == 0 ? "GET" : Long.toHexString(random.nextLong());
            String path = "/" + Long.toHexString(random.nextLong()) + "?id=" + i;
            tidemark.tidemark()
                    .begin(method, path, Long.toHexString(random.nextLong()), path)
                    .finish(null, 404, null, -1, -1);
            if (i % 8_000 == 0) {
                // The queue has room for so many.
                tidemark.requests(i);
            }
        }

        assertThat(tidemark.requests(100_000))
                .hasSize(100_000)
                .extracting(RequestEvent::series)
                .containsOnly(
                        new Series("shop", "GET", RequestEvent.UNMATCHED),
                        new Series("shop", "_OTHER", RequestEvent.UNMATCHED));
    }

    @Test
    void finish_anOverlongRoute_isCut() {
        begin("GET", "/a").finish("/a".repeat(10_000), 200, null, -1, -1);

        assertThat(tidemark.request().route()).hasSize(512);
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

    @ParameterizedTest
    @CsvSource({
        "text/event-stream, true",
        "Text/Event-Stream;charset=UTF-8, true",
        "text/event-stream ; charset=utf-8, true",
        "multipart/x-mixed-replace;boundary=frame, true",
        "text/event-streams, false",
        "text/plain;x=text/event-stream, false",
        "application/x-ndjson, false",
        "'', false",
        ", false",
    })
    void noteResponse_ofAnEndlessContentType_marksAStream(@Nullable String contentType, boolean stream) {
        ServerRequest request = begin("GET", "/a");
        request.noteResponse(200, contentType);
        request.noteResponse(200, "text/plain");
        request.finish("/a", 200, null, -1, -1);

        assertThat(tidemark.request().stream()).isEqualTo(stream);
    }

    @ParameterizedTest
    @CsvSource({"GET, 101, true", "CONNECT, 200, true", "CONNECT, 405, false", "GET, 200, false", "POST, 100, false"})
    void finish_ofATunnel_isAStream(String method, int status, boolean stream) {
        begin(method, "/a").finish("/a", status, null, -1, -1);
        ServerRequest begun = begin(method, "/b");
        begun.noteResponse(status, null);
        begun.finish("/b", 499, null, -1, -1);

        assertThat(tidemark.requests(2)).extracting(RequestEvent::stream).containsExactly(stream, stream);
    }

    @Test
    void markStream_byTheApplication_isAStream() {
        ServerRequest request = begin("GET", "/a");
        request.markStream();
        request.finish("/a", 204, null, -1, -1);

        assertThat(tidemark.request().stream()).isTrue();
    }

    private ServerRequest begin(String method, String path) {
        return tidemark.tidemark().begin(method, path, null, null);
    }
}
