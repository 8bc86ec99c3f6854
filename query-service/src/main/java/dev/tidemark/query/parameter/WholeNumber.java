package dev.tidemark.query.parameter;

import org.jspecify.annotations.Nullable;

/** A parameter that is a whole number within bounds. */
public final class WholeNumber {
    private WholeNumber() {}

    /**
     * The number that {@code text} names.
     *
     * @param name the parameter, for the message
     * @param text what the reader sent; null or empty for the default
     * @param byDefault the default
     * @param from the least allowed number
     * @param to the greatest allowed number
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
            // The same answer as for a number out of bounds.
        }
        throw new InvalidParameterException(name, text, "a whole number from " + from + " to " + to);
    }
}
