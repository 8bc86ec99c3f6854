package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.http.HttpCall;
import dev.tidemark.ingest.http.WaitedBody;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** A response whose body is read within the time of its call. */
final class MeasuredClientResponse implements ClientHttpResponse {
    private final HttpCall call;
    private final ClientHttpResponse response;
    private @Nullable InputStream body;

    MeasuredClientResponse(HttpCall call, ClientHttpResponse response) {
        this.call = call;
        this.response = response;
    }

    @Override
    public HttpStatusCode getStatusCode() throws IOException {
        return response.getStatusCode();
    }

    @Override
    public String getStatusText() throws IOException {
        return response.getStatusText();
    }

    @Override
    public HttpHeaders getHeaders() {
        return response.getHeaders();
    }

    // Contrary to its contract, a response may have none.
    @SuppressWarnings("NullAway")
    @Override
    public InputStream getBody() throws IOException {
        InputStream known = body;
        if (known == null) {
            InputStream plain = response.getBody();
            if (plain == null) {
                return plain;
            }
            known = new WaitedBody(call, plain);
            body = known;
        }
        return known;
    }

    @Override
    public void close() {
        response.close();
    }
}
