package dev.tidemark.ingest.apache;

import dev.tidemark.ingest.http.HttpCall;
import dev.tidemark.ingest.trace.TraceContext;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Measures requests until the headers of their responses have arrived, with retries and redirects, and propagates the trace with them:
 *
 * <pre>{@code
 * HttpClients.custom().addExecInterceptorFirst("tidemark", new TidemarkExecHandler()).build();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class TidemarkExecHandler implements ExecChainHandler {
    private static final URI UNKNOWN = URI.create("/");

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpCall call = HttpCall.begin();
        call.propagate(request.containsHeader(TraceContext.TRACEPARENT), request::setHeader);
        // A redirect changes the request.
        URI uri = uri(request);
        ClassicHttpResponse response = null;
        try {
            response = chain.proceed(request, scope);
            return response;
        } finally {
            if (response == null) {
                call.failed(request.getMethod(), uri, null);
            } else {
                call.answered(request.getMethod(), uri, null, response.getCode());
            }
        }
    }

    private static URI uri(ClassicHttpRequest request) {
        try {
            return request.getUri();
        } catch (URISyntaxException e) {
            return UNKNOWN;
        }
    }
}
