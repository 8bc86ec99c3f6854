package dev.tidemark.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemsIT {
    private final QueryServer server =
            QueryServer.settings().postgres(Store.create().jdbcUrl()).start();

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/monitoring/nothing, 404, Not Found, There is nothing at /api/monitoring/nothing.",
        "/nothing, 404, Not Found, There is nothing at /nothing.",
        "/api/monitoring/summary?period=2h, 400, Bad Request, 'period \"2h\": expected one of 5m, 15m, 1h, 24h, 7d'",
        "/api/monitoring/summary?from=x, 400, Bad Request, 'from \"x\": expected RFC 3339, such as 2026-11-21T09:40:34Z'",
        "/api/monitoring/api/latency?period=x, 400, Bad Request, 'period \"x\": expected one of 5m, 15m, 1h, 24h, 7d'",
        "/api/monitoring/api/endpoints?sort=name, 400, Bad Request,"
                + " 'sort \"name\": expected one of time, requests, errors, p50, p95, p99, lost'",
        "/api/monitoring/api/endpoints?limit=0, 400, Bad Request, 'limit \"0\": expected a whole number from 1 to 500'",
        "/api/monitoring/logs?since=yesterday, 400, Bad Request, 'since \"yesterday\": expected a duration such as 15m"
                + " or 24h, or RFC 3339, such as 2026-11-21T09:40:34Z'",
        "/api/monitoring/logs?service=%00, 400, Bad Request, a value with a NUL character: expected text without one"
    })
    void get_ofABadRequest_isAProblem(String path, int status, String title, String detail) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonNode problem = QueryServer.json(response);
        assertThat(problem.fieldNames()).toIterable().containsExactly("type", "title", "status", "detail", "instance");
        assertThat(problem.get("type").asText()).isEqualTo("about:blank");
        assertThat(problem.get("title").asText()).isEqualTo(title);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).isEqualTo(detail);
        assertThat(problem.get("instance").asText()).isEqualTo(path.replaceFirst("\\?.*", ""));
    }

    @Test
    void post_toAReadOnlyResource_isAProblemThatNamesTheMethod() {
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/api/monitoring/summary"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json"));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(QueryServer.json(response).get("detail").asText())
                .startsWith("POST /api/monitoring/summary: expected ")
                .contains("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json", "*/*", "text/event-stream"})
    void get_ofAnUnknownApiPath_isAProblemForAnyAcceptHeader(String accept) {
        HttpResponse<String> response = server.send(
                HttpRequest.newBuilder(server.uri("/api/monitoring/nothing")).header("Accept", accept));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    @Test
    void get_ofAnUnknownPage_isPlainText() {
        HttpResponse<String> response = server.get("/ui/monitoring/nothing");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/../application.properties", "/assets/..%2fapplication.properties", "/assets/"})
    void get_outsideOfTheAssets_isNotFound(String path) {
        assertThat(server.get(path).statusCode()).isIn(400, 403, 404);
    }

    @Test
    void everyResponse_hasSecurityHeaders() {
        String tooLong = "/" + "a".repeat(5000);
        for (String path : new String[] {"/", "/health", "/api/monitoring/nothing", "/assets/js/mount.js", tooLong}) {
            HttpResponse<String> response = server.get(path);
            assertThat(response.headers().firstValue("content-security-policy"))
                    .as(path)
                    .hasValue("default-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self';"
                            + " frame-ancestors 'none'; object-src 'none'");
            assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("referrer-policy")).hasValue("no-referrer");
        }
    }
}
