package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.trace.TraceScope;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;

/** Runs a request's {@link Callable} with the request's trace, on whatever thread. */
final class TracedCallables implements CallableProcessingInterceptor {
    // Spring calls both methods on the thread that runs the task.
    private static final ThreadLocal<@Nullable TraceScope> OPEN = new ThreadLocal<>();

    @Override
    public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
        Object measured = null;
        try {
            measured = request.getAttribute(ServerRequest.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        } catch (IllegalStateException e) {
            // The request has ended, by a timeout for example.
        }
        if (measured instanceof ServerRequest begun) {
            OPEN.set(begun.trace().makeCurrent());
        }
    }

    @Override
    public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object result) {
        TraceScope open = OPEN.get();
        if (open != null) {
            OPEN.remove();
            open.close();
        }
    }
}
