package dev.tidemark.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.query.fixture.RawHttp.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Checks that apply to every response. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static void hasSecurityHeaders(Answer answer) {
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'self'; ");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cache-Control")).isNotEmpty();
    }

    /** Checks that the response is a complete problem with this status; returns its detail. */
    static String problem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        hasSecurityHeaders(answer);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        try {
            JsonNode problem = JSON.readTree(answer.body());
            assertThat(problem.fieldNames())
                    .toIterable()
                    .containsExactly("type", "title", "status", "detail", "instance");
            assertThat(problem.get("status").asInt()).isEqualTo(status);
            assertThat(problem.get("title").asText()).isNotEmpty();
            return problem.get("detail").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
