package dev.tidemark.ingest.opentelemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An application's own instrumentation with OpenTelemetry's SDK. */
final class ApplicationSpans implements AutoCloseable {
    private static final TextMapGetter<Function<String, @Nullable String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Function<String, @Nullable String> headers) {
            return List.of();
        }

        @Override
        public @Nullable String get(@Nullable Function<String, @Nullable String> headers, String name) {
            return headers == null ? null : headers.apply(name);
        }
    };

    // Without a processor, the SDK creates no spans.
    private final SdkTracerProvider sdk = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
            .build();
    private final Tracer tracer = sdk.get("shop");
    private final BlockingQueue<Span> servers = new LinkedBlockingQueue<>();

    /** A server span, which continues the caller's trace if there is one. */
    Span server(Function<String, @Nullable String> headers) {
        Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, GETTER);
        Span span = tracer.spanBuilder("GET")
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        servers.add(span);
        return span;
    }

    /** A span within the current one. */
    Span inner() {
        return tracer.spanBuilder("inner").startSpan();
    }

    /** The ids of the last server span. */
    String server() throws InterruptedException {
        return ids(servers.take());
    }

    static String ids(Span span) {
        return span.getSpanContext().getTraceId() + " " + span.getSpanContext().getSpanId();
    }

    @Override
    public void close() {
        sdk.close();
    }
}
