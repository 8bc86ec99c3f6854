package dev.tidemark.ingest.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.wire.event.RequestEvent;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** The lengths that the filter records are those that the client receives. */
@Tag("java17")
class BodyBytesTest {
    private final RecordingTidemark tidemark = new RecordingTidemark();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JettyApp app = new JettyApp();

    @AfterEach
    void close() {
        app.close();
        tidemark.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
    void response_ofAWriter_hasItsEncodedLength(String charset) throws Exception {
        app.serve("/text", (request, response) -> {
            response.setContentType("text/plain;charset=" + charset);
            PrintWriter writer = response.getWriter();
            writer.print("été ");
            writer.println(4711);
            writer.write("abcdef", 1, 2);
            writer.printf("%s|", "x");
            writer.append("boutique").append('é');
            if (charset.equals("UTF-8")) {
                writer.write("店 🛒");
            }
            // Beyond the container's buffer, so that it sends no content length.
            writer.write("-".repeat(100_000));
        });

        HttpResponse<byte[]> response = get("/text");

        assertThat(response.headers().firstValue("Content-Length")).isEmpty();
        assertThat(tidemark.request().responseBytes()).isEqualTo(response.body().length);
    }

    /** Jetty encodes it like the text of a writer; the servlet API's own method refuses it. */
    @Test
    void response_printedToTheStream_isAsWithoutTheFilter() throws Exception {
        app.serve("/printed", (request, response) -> {
            response.setContentType("text/plain;charset=UTF-8");
            response.getOutputStream().println("3 €");
            response.flushBuffer();
        });

        assertThat(get("/printed").body()).isEqualTo("3 €\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(tidemark.request().responseBytes()).isNull();
    }

    @Test
    void response_thatIsResetAndWrittenAnew_hasTheLengthOfTheSecond() throws Exception {
        app.serve("/twice", (request, response) -> {
            response.getWriter().write("discarded");
            response.reset();
            response.getOutputStream().print("kept");
            response.flushBuffer();
        });

        assertThat(get("/twice").body()).hasSize(4);
        assertThat(tidemark.request().responseBytes()).isEqualTo(4);
    }

    @Test
    void response_thatTheContainerWrites_hasNoKnownLength() throws Exception {
        app.serve("/refused", (request, response) -> {
            response.getWriter().write("discarded");
            response.sendError(409);
        });

        assertThat(get("/refused").body()).isNotEmpty();
        assertThat(tidemark.request().responseBytes()).isNull();
    }

    @Test
    void response_ofAFailure_hasNoKnownLength() throws Exception {
        app.serve("/broken", (request, response) -> {
            response.getWriter().write("discarded");
            throw new IllegalStateException("broken");
        });

        assertThat(get("/broken").body()).isNotEmpty();
        assertThat(tidemark.request().responseBytes()).isNull();
    }

    @Test
    void response_ofAnAsyncFailure_hasTheRouteThatWasCalledAndTheErrorPagesLength() throws Exception {
        app.serve("/later", (request, response) -> {
            request.setAttribute(Routes.SPRING, "/later/{id}");
            AsyncContext async = request.startAsync();
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                throw new IllegalStateException("broken");
            }
            async.dispatch();
        });

        HttpResponse<byte[]> response = get("/later");

        RequestEvent event = tidemark.request();
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(event.route()).isEqualTo("/later/{id}");
        // Jetty's error page is complete before the request is.
        assertThat(event.responseBytes()).isEqualTo(response.body().length);
    }

    @Test
    void response_writtenByAnAsyncTask_hasItsLengthAndItsTrace() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        app.serve("/async", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                seen.set(MDC.get("trace_id"));
                try {
                    async.getResponse().getOutputStream().write(new byte[100_000]);
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
                async.complete();
            });
        });

        assertThat(get("/async").body()).hasSize(100_000);
        RequestEvent event = tidemark.request();
        assertThat(event.responseBytes()).isEqualTo(100_000);
        assertThat(seen.get()).isEqualTo(event.traceId());
    }

    @Test
    void request_readByAReader_hasItsLengthInBytes() throws Exception {
        AtomicReference<String> read = new AtomicReference<>();
        app.serve("/in", (request, response) -> read.set(request.getReader().readLine()));

        byte[] body = "été".getBytes(StandardCharsets.UTF_8);
        client.send(
                HttpRequest.newBuilder(app.uri("/in"))
                        .header("Content-Type", "text/plain;charset=UTF-8")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        assertThat(read.get()).isEqualTo("été");
        assertThat(tidemark.request().requestBytes()).isEqualTo(5);
    }

    @Test
    void request_readByAReaderInTwoDispatches_losesNoCharacter() throws Exception {
        List<String> read = new ArrayList<>();
        app.serve("/parts", (request, response) -> {
            read.add(request.getReader().readLine());
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync().dispatch();
            }
        });

        byte[] body = "first\nsecond\n".getBytes(StandardCharsets.UTF_8);
        HttpResponse<Void> response = client.send(
                HttpRequest.newBuilder(app.uri("/parts"))
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(read).containsExactly("first", "second");
        assertThat(tidemark.request().requestBytes()).isEqualTo(body.length);
    }

    @Test
    void route_ofAForwardWithinAFramework_isTheFirst() throws Exception {
        app.serve("/from/*", (request, response) -> {
            request.setAttribute(Routes.SPRING, "/from/{id}");
            request.getRequestDispatcher("/to/1").forward(request, response);
        });
        app.serve("/to/*", (request, response) -> {
            request.setAttribute(Routes.SPRING, "/to/{id}");
            response.setStatus(203);
        });

        assertThat(get("/from/1").statusCode()).isEqualTo(203);
        assertThat(tidemark.request().route()).isEqualTo("/from/{id}");
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(app.uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
