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
            if (response == null) {
                call.failed(request.method(), request.uri(), null);
            } else {
                call.answered(request.method(), request.uri(), null, response.statusCode());
            }
            TraceContext trace = call.trace();
            if (trace == null) {
                pass(response, failure);
                return;
            }
            try (TraceScope ignored = trace.makeCurrent()) {
                pass(response, failure);
            }
        });
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
        sent.cancel(mayInterruptIfRunning);
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
