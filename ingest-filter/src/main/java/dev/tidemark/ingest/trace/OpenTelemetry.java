package dev.tidemark.ingest.trace;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the active span of OpenTelemetry, without a dependency on it: from its Java agent, or from the API that the
 * application has. Where neither is visible, this costs the check of two constants.
 */
public final class OpenTelemetry {
    private static final String API = "io.opentelemetry.api.trace.";
    // The agent's own copy of the API is in the bootstrap class loader, also if the application has no API.
    private static final String API_OF_AGENT = "io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.";
    private static final String SPAN = "Span";

    private OpenTelemetry() {}

    /**
     * Whether the application has OpenTelemetry's API, so that its own instrumentation may start a span after the
     * filter has begun. The agent's span begins before the filter.
     */
    public static boolean isInstrumentedByApplication() {
        try {
            Class.forName(API + SPAN, false, OpenTelemetry.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The span that is active on this thread; null if there is none, or no OpenTelemetry. */
    static @Nullable ActiveSpan activeSpan() {
        ActiveSpan span = Sources.AGENT == null ? null : Sources.AGENT.read();
        return span == null && Sources.APPLICATION != null ? Sources.APPLICATION.read() : span;
    }

    /**
     * The identity of a span of OpenTelemetry.
     *
     * @param traceId 32 lower-case hexadecimal digits
     * @param spanId 16 lower-case hexadecimal digits
     * @param sampled whether it is recorded
     * @param remote whether it is the caller's, in another process
     */
    record ActiveSpan(String traceId, String spanId, boolean sampled, boolean remote) {}

    /**
     * Initialised by the first request, not earlier: reading the active span sets up OpenTelemetry's context storage,
     * which applications configure while they start.
     */
    private static final class Sources {
        static final @Nullable Source AGENT = Source.find(API_OF_AGENT, null);
        static final @Nullable Source APPLICATION = Source.find(API, OpenTelemetry.class.getClassLoader());
    }

    /** One copy of the API. A record, whose fields the compiler takes for constants. */
    private record Source(
            MethodHandle current,
            MethodHandle isValid,
            MethodHandle traceId,
            MethodHandle spanId,
            MethodHandle sampled,
            MethodHandle remote) {

        static @Nullable Source find(String api, @Nullable ClassLoader loader) {
            try {
                Class<?> span = Class.forName(api + SPAN, false, loader);
                Class<?> context = Class.forName(api + "SpanContext", false, loader);
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                MethodHandle current = MethodHandles.filterReturnValue(
                        lookup.findStatic(span, "current", MethodType.methodType(span)),
                        lookup.findVirtual(span, "getSpanContext", MethodType.methodType(context)));
                Source found = new Source(
                        current.asType(MethodType.methodType(Object.class)),
                        getter(lookup, context, "isValid", boolean.class),
                        getter(lookup, context, "getTraceId", String.class),
                        getter(lookup, context, "getSpanId", String.class),
                        getter(lookup, context, "isSampled", boolean.class),
                        getter(lookup, context, "isRemote", boolean.class));
                found.tryToRead();
                return found;
            } catch (Throwable e) {
                // Not there, or only parts of it, or a form that is not known.
                return null;
            }
        }

        private static MethodHandle getter(MethodHandles.Lookup lookup, Class<?> type, String name, Class<?> returned)
                throws ReflectiveOperationException {
            return lookup.findVirtual(type, name, MethodType.methodType(returned))
                    .asType(MethodType.methodType(returned, Object.class));
        }

        @Nullable ActiveSpan read() {
            try {
                return tryToRead();
            } catch (Throwable e) {
                // Of OpenTelemetry or of a wrapper of its context storage; a request must not fail for it.
                return null;
            }
        }

        private @Nullable ActiveSpan tryToRead() throws Throwable {
            Object context = (Object) current.invokeExact();
            if (!(boolean) isValid.invokeExact(context)) {
                return null;
            }
            return new ActiveSpan(
                    (String) traceId.invokeExact(context),
                    (String) spanId.invokeExact(context),
                    (boolean) sampled.invokeExact(context),
                    (boolean) remote.invokeExact(context));
        }
    }
}
