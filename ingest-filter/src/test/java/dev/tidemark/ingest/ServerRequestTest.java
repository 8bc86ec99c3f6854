package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.RequestEvent;
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
