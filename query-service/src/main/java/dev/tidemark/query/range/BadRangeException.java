package dev.tidemark.query.range;

import dev.tidemark.query.parameter.InvalidParameterException;

/** A time span is invalid. The message names the bad value and the expected form. */
public final class BadRangeException extends InvalidParameterException {
    private static final long serialVersionUID = 1;
    private static final int MAX_QUOTED = 60;

    BadRangeException(String message) {
        super(message);
    }

    static String shorten(String value) {
        return value.length() <= MAX_QUOTED ? value : value.substring(0, MAX_QUOTED) + "…";
    }
}
