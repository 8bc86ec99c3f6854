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
class RequestErrorsIT {
    private final QueryServer server = QueryServer.settings().start();

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/monitoring/summary?period=, 4096",
        "/, 5000",
        "/assets/, 20000",
        "/ui/, 200000",
        "/health?, 3000000"
    })
    void urlThatIsTooLong_isReported(String start, int length) {
        Answer answer = request("GET " + start + "a".repeat(length) + " HTTP/1.1");

        assertThat(Answers.problem(answer, 414)).isEqualTo("the request line is too long: expected at most 4096 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {8192, 20_000, 3_000_000})
    void headersThatAreTooLarge_areReported(int length) {
        Answer answer = request("GET /health HTTP/1.1", "X-Large: " + "a".repeat(length));

        assertThat(Answers.problem(answer, 431))
                .isEqualTo("the request headers are too large: expected at most 8192 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET\r\n\r\n",
                "GET /health FTP/1.1\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /a|b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
            })
    void malformedRequest_isABadRequest(String bytes) {
        Answers.problem(RawHttp.send(server.uri("/"), bytes), 400);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /assets/js/mount.js, 'GET, HEAD'",
        "PUT, /assets/vendor/htmx-2.0.10/htmx.min.js, 'GET, HEAD'",
        "POST, /assets/nothing.js, 'GET, HEAD'",
        "DELETE, /api/openapi.yml, 'GET, HEAD'",
        "POST, /api/monitoring/summary, 'GET, HEAD'",
        "PATCH, /health, 'GET, HEAD'",
        "TRACE, /health, 'GET, HEAD'",
        "FROB, /health, 'GET, HEAD'",
        "POST, /, 'GET, HEAD'"
    })
    void methodThatIsNotAllowed_isReportedWithTheAllowedOnes(String method, String path, String allowed) {
        Answer answer = request(method + " " + path + " HTTP/1.1");

        assertThat(Answers.problem(answer, 405)).isEqualTo(method + " " + path + ": expected " + allowed + ".");
        assertThat(answer.header("Allow").split(", ?")).containsExactlyInAnyOrder(allowed.split(", "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/api/monitoring/summary", "/assets/js/mount.js", "/ui/monitoring/advanced"})
    void options_ofARoute_areItsMethods(String path) {
        Answer answer = request("OPTIONS " + path + " HTTP/1.1");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("OPTIONS, GET, HEAD");
        assertThat(answer.body()).isEmpty();
        Answers.hasSecurityHeaders(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "/health, 200",
        "/assets/js/mount.js, 200",
        "/api/openapi.yml, 200",
        "/health?x=1, 400",
        "/nothing, 404",
        "/assets/nothing.js, 404"
    })
    void head_isAnsweredAsGetWithoutItsBody(String path, int status) {
        Answer head = request("HEAD " + path + " HTTP/1.1");

        assertThat(head.status()).isEqualTo(status);
        assertThat(head.body()).isEmpty();
        Answers.hasSecurityHeaders(head);
    }

    @Test
    void problem_doesNotRepeatALongValueInFull() {
        String detail = Answers.problem(request("GET /health?" + "a".repeat(3000) + "=1 HTTP/1.1"), 400);

        assertThat(detail).hasSizeLessThan(200);
    }

    private Answer request(String line, String... headers) {
        String[] all = new String[headers.length + 1];
        all[0] = "Host: localhost";
        System.arraycopy(headers, 0, all, 1, headers.length);
        return RawHttp.request(server.uri("/"), line, all);
    }
}
