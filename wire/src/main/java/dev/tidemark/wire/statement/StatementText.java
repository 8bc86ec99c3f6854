package dev.tidemark.wire.statement;

import dev.tidemark.wire.event.CallSummary;

/**
 * The form of a SQL statement in which executions of it add up: no literal, no comment, no bind value.
 *
 * <ul>
 *   <li>Literals and parameters ({@code 'x'}, {@code E'x'}, {@code $tag$x$tag$}, {@code 1.5}, {@code -1}, {@code 0x1F}, {@code true},
 *       {@code null}, {@code ?}, {@code $1}, {@code :name}) become {@code ?}. {@code true}, {@code false} and {@code null} stay where they
 *       are part of the syntax, as in {@code IS NOT NULL}.
 *   <li>A list of them behind {@code IN} or in {@code ARRAY[…]} becomes {@code ?…}, whatever its length; of the rows behind {@code VALUES},
 *       those that equal the one before are left out.
 *   <li>Comments are removed, white space becomes one space, and a semicolon at the end is removed.
 * </ul>
 *
 * The text that an application passes to JDBC and the text that {@code pg_stat_statements} shows for it have the same form. A literal that
 * does not end, or may not end where it seems to, is cut with all that follows it, because nobody can tell where the statement goes on. So
 * is a password behind {@code IDENTIFIED BY}, and behind {@code PASSWORD} where a user is defined. Takes time in proportion to the
 * text's length, of which it reads at most {@value #MOST_READ} characters.
 */
public final class StatementText {
    /** The most characters that are read of a statement; what follows is cut. */
    public static final int MOST_READ = 1 << 20;

    private static final char CUT = '…';

    private StatementText() {}

    /** The form of a statement in the standard's dialect, at most {@link CallSummary#MAX_OPERATION} characters. */
    public static String of(String sql) {
        return of(sql, Dialect.STANDARD);
    }

    /** The form of a statement, at most {@link CallSummary#MAX_OPERATION} characters. */
    public static String of(String sql, Dialect dialect) {
        String text = new StatementScan(sql, dialect).read();
        if (text.length() <= CallSummary.MAX_OPERATION) {
            return text;
        }
        int end = CallSummary.MAX_OPERATION - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
