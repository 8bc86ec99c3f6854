package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.http.HttpCall;
import dev.tidemark.ingest.trace.TraceContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Measures the requests of Spring's {@code RestClient} and {@code RestTemplate}, and propagates the trace with them. Spring Boot adds it
 * to those that it builds, and to beans; otherwise, add it last:
 *
 * <pre>{@code
 * RestClient.builder().requestInterceptor(new TidemarkClientInterceptor()).build();
 * }</pre>
 *
 * <p>The time ends when the headers of the response have arrived; what the thread waits for the body is added. Thread-safe.
 */
public final class TidemarkClientInterceptor implements ClientHttpRequestInterceptor {
    // A constant of RestClient's implementation.
    private static final String TEMPLATE = "org.springframework.web.client.RestClient.uriTemplate";

    // Of a request whose interceptor measures it: a template may get interceptors after its factory has been wrapped.
    private static final String MEASURED = "dev.tidemark.call";

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        try {
            request.getAttributes().put(MEASURED, Boolean.TRUE);
        } catch (UnsupportedOperationException e) {
            // Another interceptor has made it read-only.
        }
        return measure(request, () -> execution.execute(request, body));
    }

    static boolean isMeasured(HttpRequest request) {
        return request.getAttributes().containsKey(MEASURED);
    }

    static ClientHttpResponse measure(HttpRequest request, Execution execution) throws IOException {
        HttpCall call = HttpCall.begin();
        try {
            call.propagate(
                    request.getHeaders().getFirst(TraceContext.TRACEPARENT) != null,
                    (name, value) -> request.getHeaders().set(name, value));
        } catch (UnsupportedOperationException e) {
            // As above.
        }
        int status = -1;
        try {
            ClientHttpResponse response = execution.execute();
            status = status(response);
            return new MeasuredClientResponse(call, response);
        } finally {
            String method = request.getMethod().name();
            if (status < 0) {
                call.failed(method, request.getURI(), template(request));
            } else {
                call.answered(method, request.getURI(), template(request), status);
            }
        }
    }

    /** -1 if it is none: the application gets the response, and the same exception if it asks for its status. */
    private static int status(ClientHttpResponse response) {
        try {
            return response.getStatusCode().value();
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    private static @Nullable String template(HttpRequest request) {
        return request.getAttributes().get(TEMPLATE) instanceof String template ? template : null;
    }

    /** Sends the request. */
    interface Execution {
        ClientHttpResponse execute() throws IOException;
    }
}
