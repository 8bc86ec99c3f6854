package dev.tidemark.query.parameter;

/** A parameter of a request cannot be used: 400. The message names the value and the expected form. */
public class InvalidParameterException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_QUOTED = 60;

    public InvalidParameterException(String message) {
        super(message, null, false, false);
    }

    /**
     * The parameter {@code name} has a value of another form.
     *
     * @param value what was sent; the message quotes the beginning of it
     * @param expected the expected form
     */
    public InvalidParameterException(String name, String value, String expected) {
        this(name + " \"" + (value.length() <= MAX_QUOTED ? value : value.substring(0, MAX_QUOTED) + "…")
                + "\": expected " + expected);
    }
}
