package dev.tidemark.ingest.micrometer;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Hands the current trace and its ids in the MDC from thread to thread. Found as a service.
 *
 * <p>Each {@code setValue} is undone by a {@code restore} on the same thread. A thread that serves a request keeps the
 * request's trace while it works on something without one.
 */
public final class TraceAccessor implements ThreadLocalAccessor<TraceContext> {
    private static final ThreadLocal<@Nullable Frame> FRAMES = new ThreadLocal<>();

    @Override
    public Object key() {
        return TraceContext.CONTEXT_KEY;
    }

    @Override
    public @Nullable TraceContext getValue() {
        return TraceContext.current();
    }

    @Override
    public void setValue(TraceContext trace) {
        FRAMES.set(new Frame(trace.makeCurrent(), FRAMES.get()));
    }

    @Override
    public void setValue() {
        FRAMES.set(new Frame(null, FRAMES.get()));
    }

    @Override
    public void restore(TraceContext previous) {
        restore();
    }

    @Override
    public void restore() {
        Frame innermost = FRAMES.get();
        if (innermost == null) {
            return;
        }
        if (innermost.outer() == null) {
            FRAMES.remove();
        } else {
            FRAMES.set(innermost.outer());
        }
        if (innermost.scope() != null) {
            innermost.scope().close();
        }
    }

    /** @param scope null if nothing was set */
    private record Frame(
            @Nullable TraceScope scope, @Nullable Frame outer) {}
}
