package dev.tidemark.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.RawHttp;
import dev.tidemark.query.fixture.RawHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossOriginIT {
    private final QueryServer server = QueryServer.settings().start();

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /health, http://evil.example",
        "GET, /health, null",
        "GET, /api/monitoring/logs/stream, http://127.0.0.1.evil.example",
        "GET, /assets/js/mount.js, https://evil.example",
        "GET, /nothing, http://evil.example",
        "POST, /api/monitoring/summary, http://evil.example",
        "OPTIONS, /api/monitoring/summary, http://evil.example"
    })
    void request_fromAPageOfAnotherSite_isForbidden(String method, String path, String origin) {
        Answer answer = RawHttp.request(
                server.uri("/"), method + " " + path + " HTTP/1.1", "Host: localhost", "Origin: " + origin);

        assertThat(Answers.problem(answer, 403))
                .isEqualTo("Origin \"" + origin + "\": expected a request from a page of this service");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT"})
    void preflight_ofAnotherSite_isForbidden(String asked) {
        Answer answer = RawHttp.request(
                server.uri("/"),
                "OPTIONS /api/monitoring/summary HTTP/1.1",
                "Host: localhost:8080",
                "Origin: http://evil.example",
                "Access-Control-Request-Method: " + asked);

        Answers.problem(answer, 403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Methods")).isEmpty();
    }

    @Test
    void request_fromAPageOfThisService_isAnswered() {
        Answer answer = RawHttp.request(
                server.uri("/"), "GET /health HTTP/1.1", "Host: localhost:8080", "Origin: http://localhost:8080");

        assertThat(answer.status()).isEqualTo(200);
        Answers.hasSecurityHeaders(answer);
    }
}
