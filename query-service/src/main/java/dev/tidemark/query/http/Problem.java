package dev.tidemark.query.http;

import io.micronaut.serde.annotation.Serdeable;

/**
 * What went wrong with a request, as RFC 9457 tells it.
 *
 * @param type always {@code about:blank}: the status says what kind of problem it is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what was wrong, naming the value and the expected form
 * @param instance the path that was asked for
 */
@Serdeable
public record Problem(String type, String title, int status, String detail, String instance) {
    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
