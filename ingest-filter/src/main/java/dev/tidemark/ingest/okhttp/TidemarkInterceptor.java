package dev.tidemark.ingest.okhttp;

import dev.tidemark.ingest.http.HttpCall;
import dev.tidemark.ingest.trace.TraceContext;
import java.io.IOException;
import java.net.URI;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Measures requests until the headers of their responses have arrived, and propagates the trace with them. Add it after the
 * application's interceptors:
 *
 * <pre>{@code
 * new OkHttpClient.Builder().addInterceptor(new TidemarkInterceptor()).build();
 * }</pre>
 *
 * <p>A request that is enqueued runs on a thread of OkHttp's dispatcher; give the dispatcher an executor of {@code Traced.executor} to
 * assign it to the request that enqueues it. Thread-safe.
 */
public final class TidemarkInterceptor implements Interceptor {
    private static final URI UNKNOWN = URI.create("/");

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        HttpCall call = HttpCall.begin();
        boolean has = request.header(TraceContext.TRACEPARENT) != null;
        if (call.propagates(has)) {
            Request.Builder copy = request.newBuilder();
            call.propagate(has, copy::header);
            request = copy.build();
        }
        Response response = null;
        try {
            response = chain.proceed(request);
            return response;
        } finally {
            if (response == null) {
                call.failed(request.method(), uri(request), null);
            } else {
                call.answered(request.method(), uri(request), null, response.code());
            }
        }
    }

    /** OkHttp allows characters in addresses that {@code URI} does not. */
    private static URI uri(Request request) {
        try {
            return request.url().uri();
        } catch (RuntimeException e) {
            return UNKNOWN;
        }
    }
}
