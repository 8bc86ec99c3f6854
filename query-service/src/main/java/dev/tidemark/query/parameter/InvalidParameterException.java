package dev.tidemark.query.parameter;

/** A request parameter is invalid: 400. The message names the bad value and the expected form. */
public class InvalidParameterException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_QUOTED = 60;

    public InvalidParameterException(String message) {
        super(message, null, false, false);
    }

    /**
     * The value of the parameter {@code name} is invalid.
     *
     * @param value the value that was sent; the message quotes its beginning
     * @param expected the expected form
     */
    public InvalidParameterException(String name, String value, String expected) {
        this(name + " \"" + (value.length() <= MAX_QUOTED ? value : value.substring(0, MAX_QUOTED) + "…")
                + "\": expected " + expected);
    }
}
