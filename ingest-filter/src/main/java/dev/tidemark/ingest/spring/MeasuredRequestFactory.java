package dev.tidemark.ingest.spring;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/** Makes requests that measure themselves. Unlike with an interceptor, their bodies go to the network as they are written. */
final class MeasuredRequestFactory extends AbstractClientHttpRequestFactoryWrapper {
    MeasuredRequestFactory(ClientHttpRequestFactory factory) {
        super(factory);
    }

    @Override
    protected ClientHttpRequest createRequest(URI uri, HttpMethod method, ClientHttpRequestFactory factory)
            throws IOException {
        ClientHttpRequest request = factory.createRequest(uri, method);
        return request instanceof StreamingHttpOutputMessage streaming
                ? new Streaming(request, streaming)
                : new Measured(request);
    }

    private static class Measured implements ClientHttpRequest {
        private final ClientHttpRequest request;

        Measured(ClientHttpRequest request) {
            this.request = request;
        }

        @Override
        public ClientHttpResponse execute() throws IOException {
            return TidemarkClientInterceptor.isMeasured(request)
                    ? request.execute()
                    : TidemarkClientInterceptor.measure(request, request::execute);
        }

        @Override
        public HttpMethod getMethod() {
            return request.getMethod();
        }

        @Override
        public URI getURI() {
            return request.getURI();
        }

        @Override
        public Map<String, Object> getAttributes() {
            return request.getAttributes();
        }

        @Override
        public HttpHeaders getHeaders() {
            return request.getHeaders();
        }

        @Override
        public OutputStream getBody() throws IOException {
            return request.getBody();
        }
    }

    /** For converters that write the body only when the request is sent. */
    private static final class Streaming extends Measured implements StreamingHttpOutputMessage {
        private final StreamingHttpOutputMessage streaming;

        Streaming(ClientHttpRequest request, StreamingHttpOutputMessage streaming) {
            super(request);
            this.streaming = streaming;
        }

        @Override
        public void setBody(Body body) {
            streaming.setBody(body);
        }
    }
}
