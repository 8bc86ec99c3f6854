package dev.tidemark.processor.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import dev.tidemark.wire.http.AllowedHosts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Rejects requests for host names under which the server does not answer, with problem details (RFC 9457). */
final class HostCheck {
    private static final JsonFactory JSON = new JsonFactory();

    private final AllowedHosts allowed;

    HostCheck(AllowedHosts allowed) {
        this.allowed = allowed;
    }

    /** Answers a request that must be rejected; returns whether it did. */
    boolean refuses(HttpExchange exchange) throws IOException {
        AllowedHosts.Refusal refusal = allowed.refusal(
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getOrDefault("Host", List.of()),
                exchange.getProtocol().equals("HTTP/1.0"));
        if (refusal == null) {
            return false;
        }
        byte[] body = problem(refusal);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(refusal.status(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        return true;
    }

    private static byte[] problem(AllowedHosts.Refusal refusal) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", refusal.reason());
            json.writeNumberField("status", refusal.status());
            json.writeStringField("detail", refusal.detail());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
