package dev.tidemark.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.wire.event.RequestEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.servlet.Filter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Applications that start their spans in a filter of their own, with OpenTelemetry's SDK. */
@Tag("java17")
class OpenTelemetryTest {
    private static final BlockingQueue<Span> SPANS = new LinkedBlockingQueue<>();
    // Without a processor, the SDK creates no spans.
    private static final SdkTracerProvider SDK = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
            .build();

    @Test
    void span_ofAServletFilter_isTheRequests() throws Exception {
        try (RunningBookshop bookshop =
                RunningBookshop.onTomcat("--spring.main.sources=" + ServletSpans.class.getName())) {
            check(bookshop);
        }
    }

    @Test
    void span_ofAWebFilter_isTheRequests() throws Exception {
        try (RunningBookshop bookshop =
                RunningBookshop.onWebFlux("--spring.main.sources=" + ReactiveSpans.class.getName())) {
            check(bookshop);
        }
    }

    private static void check(RunningBookshop bookshop) throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(bookshop.address().resolve("/mdc/1"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            Span span = SPANS.take();
            String traceId = span.getSpanContext().getTraceId();
            RequestEvent event = tidemark.request();
            assertThat(event.traceId()).isEqualTo(traceId);
            assertThat(event.spanId()).isEqualTo(span.getSpanContext().getSpanId());
            assertThat(response.headers().allValues("X-Trace-ID")).containsExactly(traceId);
            assertThat(response.body()).isEqualTo(traceId + " " + event.spanId());
        }
    }

    private static Span start() {
        Span span = SDK.get("bookshop").spanBuilder("GET").startSpan();
        SPANS.add(span);
        return span;
    }

    @Configuration
    static class ServletSpans {
        @Bean
        Filter spans() {
            return (request, response, chain) -> {
                Span span = start();
                try (Scope ignored = span.makeCurrent()) {
                    chain.doFilter(request, response);
                } finally {
                    span.end();
                }
            };
        }
    }

    @Configuration
    static class ReactiveSpans {
        @Bean
        WebFilter spans() {
            return (exchange, chain) -> Mono.from(subscriber -> {
                Span span = start();
                try (Scope ignored = span.makeCurrent()) {
                    chain.filter(exchange).doFinally(end -> span.end()).subscribe(subscriber);
                }
            });
        }
    }
}
