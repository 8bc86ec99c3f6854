package dev.tidemark.ingest.http;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A response that comes later. What the application does with it on the client's thread has the request's trace. */
final class AnswerFuture<T> extends CompletableFuture<HttpResponse<T>> {
    private final CompletableFuture<HttpResponse<T>> sent;

    AnswerFuture(HttpCall call, HttpRequest request, CompletableFuture<HttpResponse<T>> sent) {
        this.sent = sent;
        sent.whenComplete((response, failure) -> {
            try {
                if (response == null) {
                    call.failed(request.method(), request.uri(), null);
                } else {
                    call.answered(request.method(), request.uri(), null, response.statusCode());
                }
            } finally {
                passTraced(call.trace(), response, failure);
            }
        });
    }

    private void passTraced(
            @Nullable TraceContext trace, @Nullable HttpResponse<T> response, @Nullable Throwable failure) {
        if (trace == null) {
            pass(response, failure);
            return;
        }
        try (TraceScope ignored = trace.makeCurrent()) {
            pass(response, failure);
        }
    }

    private void pass(@Nullable HttpResponse<T> response, @Nullable Throwable failure) {
        if (failure == null) {
            complete(response);
        } else {
            completeExceptionally(failure);
        }
    }

    /** Cancels the exchange. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        sent.cancel(mayInterruptIfRunning);
        return cancelled;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Dependent<>(sent);
    }

    /** What depends on a response cancels the exchange, too, as it does with the JDK's client. */
    private static final class Dependent<U> extends CompletableFuture<U> {
        private final CompletableFuture<?> sent;

        Dependent(CompletableFuture<?> sent) {
            this.sent = sent;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean runs = !isDone();
            // First, so that what comes of the exchange does not complete it otherwise.
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (runs) {
                sent.cancel(mayInterruptIfRunning);
            }
            return cancelled;
        }

        @Override
        public <V> CompletableFuture<V> newIncompleteFuture() {
            return new Dependent<>(sent);
        }
    }
}
