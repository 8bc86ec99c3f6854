package dev.tidemark.query.explain;

import org.jspecify.annotations.Nullable;

/** Decides which texts of {@code pg_stat_statements} are given to {@code EXPLAIN}, which executes none of them. */
public final class ExplainableText {
    /** The longest text that is explained, in characters. */
    public static final int LONGEST = 16_384;

    private ExplainableText() {}

    /**
     * Returns why {@code text} is not explained; null if it is. A semicolon anywhere but at the end is refused, also in quotes and comments: then no
     * second statement can hide in a text, however it is read.
     */
    public static @Nullable String refusal(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "pg_stat_statements does not keep its text";
        }
        if (text.length() > LONGEST) {
            return "its text is longer than " + LONGEST + " characters";
        }
        if (StatementKind.of(text) == StatementKind.OTHER) {
            return "only SELECT, INSERT, UPDATE, DELETE, VALUES and WITH are explained";
        }
        if (statement(text).indexOf(';') >= 0) {
            return "its text has a semicolon, so it may be several statements";
        }
        return text.indexOf('\0') >= 0 ? "its text has a NUL character" : null;
    }

    /** The statement without what may end it. */
    public static String statement(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ';' || Character.isWhitespace(text.charAt(end - 1)))) {
            end--;
        }
        return text.substring(0, end);
    }
}
