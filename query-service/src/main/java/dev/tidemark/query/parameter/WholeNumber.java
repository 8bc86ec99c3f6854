package dev.tidemark.query.parameter;

import org.jspecify.annotations.Nullable;

/** A parameter that is a whole number within bounds. */
public final class WholeNumber {
    private WholeNumber() {}

    /**
     * Parses {@code text}.
     *
     * @param name the name of the parameter, for the message
     * @param text the value that was sent; null or empty means the default
     * @param byDefault the default value
     * @param from the minimum (inclusive)
     * @param to the maximum (inclusive)
     * @throws InvalidParameterException if {@code text} is not a whole number from {@code from} to {@code to}
     */
    public static int of(String name, @Nullable String text, int byDefault, int from, int to) {
        if (text == null || text.isEmpty()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the exception for numbers out of bounds.
        }
        throw new InvalidParameterException(name, text, "a whole number from " + from + " to " + to);
    }
}
