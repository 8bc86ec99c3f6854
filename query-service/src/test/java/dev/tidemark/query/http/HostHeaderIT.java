package dev.tidemark.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.RawHttp;
import dev.tidemark.query.fixture.RawHttp.Answer;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostHeaderIT {
    private final QueryServer server = QueryServer.settings()
            .with("tidemark.allowed.hosts", "shop.example, only.example:8443")
            .start();
    private final URI uri = server.uri("/");

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "127.0.0.1:8080",
                "10.1.2.3",
                "[::1]:8080",
                "shop.example",
                "SHOP.example:80",
                "only.example:8443"
            })
    void request_toAnAllowedHost_isAnswered(String host) {
        assertThat(RawHttp.request(uri, "GET /health HTTP/1.1", "Host: " + host).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /health, evil.example",
        "GET /api/monitoring/summary, evil.example:8080",
        "GET /api/monitoring/logs/stream, evil.example",
        "GET /assets/js/mount.js, localhost.evil.example",
        "GET /, 127.0.0.1.evil.example",
        "GET /nothing, only.example",
        "POST /api/monitoring/summary, evil.example",
        "OPTIONS /health, evil.example"
    })
    void request_toAnotherHost_isMisdirected(String line, String host) {
        Answer answer = RawHttp.request(uri, line + " HTTP/1.1", "Host: " + host);

        assertThat(Answers.problem(answer, 421))
                .startsWith("Host \"" + host + "\": this server does not answer under that name")
                .contains("TIDEMARK_ALLOWED_HOSTS");
    }

    @Test
    void request_forAPage_isMisdirectedInPlainText() {
        Answer answer = RawHttp.request(uri, "GET /ui/monitoring/advanced HTTP/1.1", "Host: evil.example");

        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.body()).contains("TIDEMARK_ALLOWED_HOSTS");
        Answers.hasSecurityHeaders(answer);
    }

    @Test
    void headRequest_toAnotherHost_isMisdirectedWithoutABody() {
        Answer answer = RawHttp.request(uri, "HEAD /health HTTP/1.1", "Host: evil.example");

        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.body()).isEmpty();
        Answers.hasSecurityHeaders(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host:", "Host: local host", "Host: localhost:x", "Host: user@localhost", "Host: a/b"})
    void request_withAMalformedHost_isABadRequest(String header) {
        Answer answer = RawHttp.request(uri, "GET /health HTTP/1.1", header);

        assertThat(Answers.problem(answer, 400)).contains("expected a host name or an IP address");
    }

    @Test
    void request_withoutAHostOrWithTwo_isABadRequest() {
        assertThat(Answers.problem(RawHttp.request(uri, "GET /health HTTP/1.1"), 400))
                .isEqualTo("no Host header: expected one");
        assertThat(Answers.problem(
                        RawHttp.request(uri, "GET /health HTTP/1.1", "Host: localhost", "Host: evil.example"), 400))
                .isEqualTo("2 Host headers: expected one");
        assertThat(RawHttp.request(uri, "GET /health HTTP/1.0").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost/health, localhost, 200",
        "http://shop.example:80/health, localhost, 200",
        "http://evil.example/health, localhost, 421",
        "http://localhost/health, evil.example, 421",
        "http://user@localhost/health, localhost, 400"
    })
    void request_withAnAbsoluteTarget_isCheckedByThatAndTheHost(String target, String host, int status) {
        assertThat(RawHttp.request(uri, "GET " + target + " HTTP/1.1", "Host: " + host)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void star_allowsEveryHost() {
        try (QueryServer open =
                QueryServer.settings().with("tidemark.allowed.hosts", "*").start()) {
            assertThat(RawHttp.request(open.uri("/"), "GET /health HTTP/1.1", "Host: evil.example")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void setting_thatIsNotAListOfHosts_preventsTheStart() {
        assertThatThrownBy(() -> QueryServer.settings()
                        .with("tidemark.allowed.hosts", "http://shop.example")
                        .start())
                .hasStackTraceContaining(
                        "tidemark.allowed.hosts \"http://shop.example\": expected host names separated by"
                                + " commas, each with or without a port, or *");
    }
}
