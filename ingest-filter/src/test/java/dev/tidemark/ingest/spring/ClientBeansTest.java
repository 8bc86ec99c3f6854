package dev.tidemark.ingest.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.http.WaitingServer;
import dev.tidemark.wire.event.CallSummary;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

class ClientBeansTest {
    private final ClientBeans.Blocking beans = new ClientBeans.Blocking();

    @Test
    void template_withoutInterceptors_sendsBodiesAsTheyAreWritten() throws Exception {
        RestTemplate template = new RestTemplate(new JdkClientHttpRequestFactory());
        beans.postProcessAfterInitialization(template, "template");

        ClientHttpRequest request =
                template.getRequestFactory().createRequest(URI.create("http://127.0.0.1:1/"), HttpMethod.POST);

        assertThat(template.getInterceptors()).isEmpty();
        assertThat(request).isInstanceOf(StreamingHttpOutputMessage.class);
    }

    @Test
    void template_thatGetsInterceptorsLater_isMeasuredOnce() {
        try (WaitingServer server = new WaitingServer();
                RecordingTidemark tidemark = new RecordingTidemark()) {
            RestTemplate template = new RestTemplate(new JdkClientHttpRequestFactory());
            String address = server.address() + "/stock/42";
            beans.postProcessAfterInitialization(template, "template");
            template.getForObject(address, String.class);
            template.getInterceptors().add((request, body, execution) -> execution.execute(request, body));
            beans.postProcessAfterInitialization(template, "template");
            template.getForObject(address, String.class);
            tidemark.close();

            // Of one or of two windows.
            assertThat(tidemark.calls().stream().mapToLong(CallSummary::count).sum())
                    .isEqualTo(2);
        }
    }

    @Test
    void template_whoseInterceptorsCannotChange_isLeftAsItIs() {
        List<ClientHttpRequestInterceptor> own =
                List.of((request, body, execution) -> execution.execute(request, body));
        RestTemplate template = new RestTemplate() {
            @Override
            public List<ClientHttpRequestInterceptor> getInterceptors() {
                return own;
            }
        };

        assertThat(beans.postProcessAfterInitialization(template, "template")).isSameAs(template);
        assertThat(template.getInterceptors()).isEqualTo(own);
    }

    @Test
    void response_withoutStatusAndBody_reachesTheApplication() throws Exception {
        ClientHttpRequest request =
                new JdkClientHttpRequestFactory().createRequest(URI.create("http://127.0.0.1:1/"), HttpMethod.GET);
        ClientHttpResponse odd = new OddResponse();

        ClientHttpResponse response =
                new TidemarkClientInterceptor().intercept(request, new byte[0], (sent, body) -> odd);

        assertThat(response.getStatusText()).isEqualTo("odd");
        assertThat(response.getBody()).isNull();
    }

    private static final class OddResponse implements ClientHttpResponse {
        @Override
        public HttpStatusCode getStatusCode() throws IOException {
            throw new IOException("no status");
        }

        @Override
        public String getStatusText() {
            return "odd";
        }

        @Override
        public void close() {}

        @Override
        @SuppressWarnings("NullAway")
        public InputStream getBody() {
            return null;
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders();
        }
    }
}
