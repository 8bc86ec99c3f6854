package dev.tidemark.demo.inventory;

import dev.tidemark.demo.database.DatabaseAwayException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes responses, including error responses. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    static void write(HttpServletResponse response, int status, Map<String, ?> fields) throws IOException {
        write(response, status, "application/json", fields);
    }

    static void failure(HttpServletRequest request, HttpServletResponse response, RuntimeException failure)
            throws IOException {
        switch (failure) {
            case Refusal refusal -> problem(response, refusal.status(), Objects.requireNonNull(refusal.getMessage()));
            case DatabaseAwayException away -> {
                response.setHeader("Retry-After", "1");
                problem(
                        response,
                        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                        Objects.requireNonNull(away.getMessage()));
            }
            default -> {
                LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
                // The attribute of the Servlet specification, which the filter reads.
                request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, failure);
                problem(
                        response,
                        HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                        "internal error; the log has the cause");
            }
        }
    }

    /** The body of an error response (RFC 9457). */
    private static void problem(HttpServletResponse response, int status, String detail) throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("status", status);
        fields.put("detail", detail);
        write(response, status, "application/problem+json", fields);
    }

    private static void write(HttpServletResponse response, int status, String type, Map<String, ?> fields)
            throws IOException {
        byte[] body = Json.object(fields).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
