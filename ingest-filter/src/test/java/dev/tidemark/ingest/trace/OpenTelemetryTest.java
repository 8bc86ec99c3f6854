package dev.tidemark.ingest.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.settings.SettingsReader;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("java17")
class OpenTelemetryTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + CALLER + "-01";

    private final SdkTracerProvider sdk = sdk(Sampler.alwaysOn());

    @AfterEach
    void close() {
        sdk.close();
    }

    @Test
    void continueOrStart_inASpan_hasItsIds() {
        Span span = tracer(sdk).spanBuilder("GET").startSpan();
        try (Scope ignored = span.makeCurrent()) {
            TraceContext trace = TraceContext.continueOrStart(TRACEPARENT, "vendor=1");

            assertThat(trace.traceparent()).isEqualTo(traceparent(span, "01"));
            // Of another trace.
            assertThat(trace.tracestate()).isNull();
            assertThat(trace.joinActiveSpan()).isSameAs(trace);
        }
    }

    @Test
    void continueOrStart_inASpanOfTheCallersTrace_keepsTheTracestate() {
        Span span = tracer(sdk).spanBuilder("GET").setParent(remoteParent(true)).startSpan();
        try (Scope ignored = span.makeCurrent()) {
            TraceContext trace = TraceContext.continueOrStart(TRACEPARENT, "a=1,b=2");

            assertThat(trace.traceparent()).isEqualTo(traceparent(span, "01"));
            assertThat(trace.tracestate()).isEqualTo("a=1,b=2");
        }
    }

    @Test
    void continueOrStart_inASpanThatIsNotSampled_isNotSampled() {
        try (SdkTracerProvider never = sdk(Sampler.alwaysOff())) {
            Span span = tracer(never).spanBuilder("GET").startSpan();
            try (Scope ignored = span.makeCurrent()) {
                assertThat(TraceContext.continueOrStart(null, null).traceparent())
                        .isEqualTo(traceparent(span, "00"));
            }
        }
    }

    @Test
    void continueOrStart_inTheContextOfTheCaller_isANewSpanOfItsTrace() {
        try (Scope ignored = remoteParent(false).makeCurrent()) {
            TraceContext trace = TraceContext.continueOrStart(null, null);

            assertThat(trace.traceId()).isEqualTo(TRACE);
            assertThat(trace.spanId()).isNotEqualTo(CALLER);
            assertThat(trace.traceparent()).endsWith("-00");
        }
    }

    @Test
    void joinActiveSpan_startedLater_isJoinedOnce() {
        TraceContext begun = TraceContext.continueOrStart(TRACEPARENT, "a=1");
        assertThat(begun.joinActiveSpan()).isSameAs(begun);
        Span server =
                tracer(sdk).spanBuilder("GET").setParent(remoteParent(true)).startSpan();
        try (Scope ignored = server.makeCurrent()) {
            TraceContext joined = begun.joinActiveSpan();
            assertThat(joined.traceparent()).isEqualTo(traceparent(server, "01"));
            assertThat(joined.tracestate()).isEqualTo("a=1");

            Span query = tracer(sdk).spanBuilder("SELECT").startSpan();
            try (Scope alsoIgnored = query.makeCurrent()) {
                assertThat(joined.joinActiveSpan()).isSameAs(joined);
                assertThat(joined.innermost().traceparent()).isEqualTo(traceparent(query, "01"));
            }
        }
    }

    @Test
    void classLoader_thatIsIsolated_usesTheApiThatItSees() throws Exception {
        try (URLClassLoader everything =
                isolated(Span.class, Context.class, ComponentLoader.class, SdkTracerProvider.class)) {
            assertThat(OpenTelemetry.isInstrumentedByApplication()).isTrue();
            Object context = everything
                    .loadClass(SpanContext.class.getName())
                    .getMethod(
                            "create",
                            String.class,
                            String.class,
                            everything.loadClass(TraceFlags.class.getName()),
                            everything.loadClass(TraceState.class.getName()))
                    .invoke(
                            null,
                            TRACE,
                            CALLER,
                            everything
                                    .loadClass(TraceFlags.class.getName())
                                    .getMethod("getSampled")
                                    .invoke(null),
                            everything
                                    .loadClass(TraceState.class.getName())
                                    .getMethod("getDefault")
                                    .invoke(null));
            Class<?> spans = everything.loadClass(Span.class.getName());
            Object span = spans.getMethod("wrap", everything.loadClass(SpanContext.class.getName()))
                    .invoke(null, context);
            try (AutoCloseable ignored =
                    (AutoCloseable) spans.getMethod("makeCurrent").invoke(span)) {
                assertThat(begin(everything)).isEqualTo("00-" + TRACE + "-" + CALLER + "-01");
                // The API of this test's class loader has no span.
                assertThat(begin(getClass().getClassLoader())).doesNotContain(TRACE);
            }
        }
    }

    @Test
    void classLoader_withHalfOfTheApi_worksWithoutIt() throws Exception {
        try (URLClassLoader half = isolated(Span.class);
                URLClassLoader none = isolated()) {
            assertThat(begin(half)).hasSize(TRACEPARENT.length());
            assertThat(begin(none)).hasSize(TRACEPARENT.length());
        }
    }

    private static String begin(ClassLoader loader) throws ReflectiveOperationException {
        return String.valueOf(loader.loadClass(TraceContext.class.getName())
                .getMethod("continueOrStart", String.class, String.class)
                .invoke(null, null, null));
    }

    /** The filter, and the jars of these classes. */
    private static URLClassLoader isolated(Class<?>... more) throws IOException {
        URL[] jars = Stream.concat(
                        Stream.of(TraceContext.class, SettingsReader.class, LoggerFactory.class, Nullable.class),
                        Arrays.stream(more))
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        return new URLClassLoader("isolated", jars, ClassLoader.getPlatformClassLoader());
    }

    private static SdkTracerProvider sdk(Sampler sampler) {
        // Without a processor, the SDK creates no spans.
        return SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
                .build();
    }

    private static Tracer tracer(SdkTracerProvider sdk) {
        return sdk.get("test");
    }

    private static Context remoteParent(boolean sampled) {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        TRACE,
                        CALLER,
                        sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                        TraceState.getDefault())));
    }

    private static String traceparent(Span span, String flags) {
        return "00-" + span.getSpanContext().getTraceId() + "-"
                + span.getSpanContext().getSpanId() + "-" + flags;
    }
}
