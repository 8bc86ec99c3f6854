package dev.tidemark.query.parameter;

/** A parameter of a request cannot be used. The message names the value and the expected form. */
public class InvalidParameterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidParameterException(String message) {
        super(message, null, false, false);
    }
}
