package dev.tidemark.query.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error response (RFC 9457).
 *
 * @param type always {@code about:blank}: the status identifies the kind of problem
 * @param title the reason phrase of the status
 * @param status the HTTP status
 * @param detail what was wrong: the bad value and the expected form
 * @param instance the requested path; null if the request could not be parsed
 */
@Serdeable
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance) {
    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int MAX_QUOTED = 60;

    /** Adds the body to an error response: a problem, plain text if a page was requested, or nothing for HEAD. */
    static MutableHttpResponse<Object> answer(HttpRequest<?> request, MutableHttpResponse<?> response, String detail) {
        if (request.getMethod() == HttpMethod.HEAD) {
            return response.body((Object) null);
        }
        if (request.getPath().startsWith("/ui/")) {
            return response.<Object>body(response.code() + " " + response.reason() + "\n" + detail + "\n")
                    .contentType(MediaType.TEXT_PLAIN_TYPE);
        }
        String path = NettyFailure.of(request) == null ? request.getPath() : null;
        return response.<Object>body(new Problem("about:blank", response.reason(), response.code(), detail, path))
                .contentType(MEDIA_TYPE);
    }

    /** Shortens a value from a client for a message. */
    static String shorten(String value) {
        return value.length() <= MAX_QUOTED ? value : value.substring(0, MAX_QUOTED) + "…";
    }
}
