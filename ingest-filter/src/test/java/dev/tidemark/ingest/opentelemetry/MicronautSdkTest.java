package dev.tidemark.ingest.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.wire.event.RequestEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** An application on Micronaut that starts its spans with the SDK in a filter of its own. */
@Tag("java17")
class MicronautSdkTest {
    private static final ApplicationSpans SPANS = new ApplicationSpans();

    @AfterAll
    static void close() {
        SPANS.close();
    }

    @Test
    void span_begunAfterTheFilter_isTheRequests() throws Exception {
        try (EmbeddedServer server = ApplicationContext.run(
                        EmbeddedServer.class, Map.of("micronaut.server.port", -1, "spans", true));
                RecordingTidemark tidemark = new RecordingTidemark()) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            java.net.http.HttpRequest.newBuilder(server.getURI().resolve("/spans/1"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            String ids = SPANS.server();
            RequestEvent event = tidemark.request();
            assertThat(event.traceId() + " " + event.spanId()).isEqualTo(ids);
            assertThat(response.headers().allValues("X-Trace-ID")).containsExactly(event.traceId());
            assertThat(response.body()).isEqualTo(ids);
        }
    }

    @Controller
    @Requires(property = "spans")
    static class OnMicronaut {
        @Get("/spans/{id}")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String order(String id) {
            return MDC.get("trace_id") + " " + MDC.get("span_id");
        }
    }

    @ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
    @Requires(property = "spans")
    static class Instrumentation {
        @RequestFilter
        void begin(HttpRequest<?> http, MutablePropagatedContext context) {
            context.add(new SpanElement(SPANS.server(http.getHeaders()::get)));
        }
    }

    record SpanElement(Span span) implements ThreadPropagatedContextElement<Scope> {
        @Override
        @SuppressWarnings("MustBeClosedChecker")
        public Scope updateThreadContext() {
            return span.makeCurrent();
        }

        @Override
        public void restoreThreadContext(Scope scope) {
            scope.close();
        }
    }
}
