package dev.tidemark.query.range;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;

/** A span that cannot be answered. The message names the value and the expected form. */
public final class BadRangeException extends HttpStatusException {
    private static final long serialVersionUID = 1;
    private static final int MAX_QUOTED = 60;

    BadRangeException(String message) {
        super(HttpStatus.BAD_REQUEST, message);
    }

    static String shorten(String value) {
        return value.length() <= MAX_QUOTED ? value : value.substring(0, MAX_QUOTED) + "…";
    }
}
