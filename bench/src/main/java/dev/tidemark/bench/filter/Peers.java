package dev.tidemark.bench.filter;

import brave.Tracing;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.Encoding;
import zipkin2.reporter.brave.AsyncZipkinSpanHandler;

/** What others do for a request. Their exporters discard everything, so only the request's thread is compared. */
final class Peers implements AutoCloseable {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    // What the semantic conventions require of a server span, and the size of the body, which the filter records, too.
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<Long> BODY = AttributeKey.longKey("http.response.body.size");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    private final Routes routes;
    private final SdkTracerProvider otel;
    private final AsyncZipkinSpanHandler zipkin;
    private final Tracing tracing;
    private volatile long elapsed;

    /** @param queue the capacity of the peers' queues, so that they drop nothing */
    Peers(Routes routes, int queue) {
        this.routes = routes;
        this.otel = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(new Discard())
                        .setMaxQueueSize(queue)
                        .build())
                .build();
        this.zipkin = AsyncZipkinSpanHandler.newBuilder(new DiscardingSender())
                .queuedMaxSpans(queue)
                .build();
        this.tracing = Tracing.newBuilder()
                .localServiceName("checkout")
                .addSpanHandler(zipkin)
                .build();
    }

    /** Two readings of the clock: the least that a measured request costs. */
    RequestPath twoNanoTimes() {
        return (first, requests) -> {
            long sum = 0;
            for (int i = first; i < first + requests; i++) {
                long start = System.nanoTime();
                routes.serve(i);
                sum += System.nanoTime() - start;
            }
            elapsed = sum;
        };
    }

    /** A timer with four tags, looked up as for each request. */
    RequestPath micrometerTimer() {
        MeterRegistry registry = new SimpleMeterRegistry();
        return (first, requests) -> {
            for (int i = first; i < first + requests; i++) {
                long start = System.nanoTime();
                routes.serve(i);
                long nanos = System.nanoTime() - start;
                registry.timer(
                                "http.server.requests",
                                "service",
                                "checkout",
                                "method",
                                "GET",
                                "route",
                                routes.route(i),
                                "status",
                                "200")
                        .record(nanos, TimeUnit.NANOSECONDS);
            }
        };
    }

    /** A server span of the SDK with the batch processor. */
    RequestPath otelSpan() {
        Tracer tracer = otel.get("bench");
        return new RequestPath() {
            @Override
            public void serve(int first, int requests) {
                for (int i = first; i < first + requests; i++) {
                    Span span = tracer.spanBuilder(routes.route(i))
                            .setSpanKind(SpanKind.SERVER)
                            .setAttribute(METHOD, "GET")
                            .setAttribute(PATH, routes.path(i))
                            .setAttribute(SCHEME, "http")
                            .startSpan();
                    try (Scope ignored = span.makeCurrent()) {
                        routes.serve(i);
                    }
                    span.setAttribute(ROUTE, routes.route(i));
                    span.setAttribute(STATUS, 200L);
                    span.setAttribute(BODY, 512L);
                    span.end();
                }
            }

            @Override
            public void settle() {
                otel.forceFlush().join(30, TimeUnit.SECONDS);
            }
        };
    }

    /** A server span with Zipkin's asynchronous reporter. */
    RequestPath braveSpan() {
        return new RequestPath() {
            @Override
            public void serve(int first, int requests) {
                for (int i = first; i < first + requests; i++) {
                    brave.Span span = tracing.tracer().newTrace().kind(brave.Span.Kind.SERVER);
                    span.name(routes.route(i)).start();
                    try (var ignored = tracing.tracer().withSpanInScope(span)) {
                        routes.serve(i);
                    }
                    span.tag("http.method", "GET").tag("http.path", routes.path(i));
                    span.tag("http.route", routes.route(i)).finish();
                }
            }

            @Override
            public void settle() {
                zipkin.flush();
            }
        };
    }

    /** Two readings of the clock and {@code send} of a record that is already encoded. */
    RequestPath kafkaSend(Producer<byte[], byte[]> producer) {
        byte[][] encoded = new byte[Routes.COUNT][];
        for (int i = 0; i < Routes.COUNT; i++) {
            encoded[i] = Codecs.REQUEST_JSON.encode(new RequestEvent(
                    0, "checkout", "shop-1", "GET", routes.route(i), 200, 1, TRACE, SPAN, null, null, null));
        }
        return new RequestPath() {
            @Override
            public void serve(int first, int requests) {
                for (int i = first; i < first + requests; i++) {
                    long start = System.nanoTime();
                    byte[] value = encoded[i % Routes.COUNT];
                    long end = System.nanoTime();
                    var unused = producer.send(
                            new ProducerRecord<>(Topics.REQUESTS.name(), null, Math.max(0, end - start), null, value));
                }
            }

            @Override
            public void settle() {
                producer.flush();
            }
        };
    }

    @Override
    public void close() {
        tracing.close();
        zipkin.close();
        otel.close();
    }

    private static final class Discard implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private static final class DiscardingSender extends BytesMessageSender.Base {
        private static final int MAX_BYTES = 1 << 20;

        DiscardingSender() {
            super(Encoding.JSON);
        }

        @Override
        public int messageMaxBytes() {
            return MAX_BYTES;
        }

        @Override
        public void send(java.util.List<byte[]> encodedSpans) {}

        @Override
        public void close() {}
    }
}
