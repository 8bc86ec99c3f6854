package dev.tidemark.query.explain;

import java.util.Locale;

/**
 * The words of a statement: names and keywords in upper case, and single characters. Comments are left out, and what is in quotes is one word,
 * {@code "} or {@code '}. Not a parser: enough to see which keyword a statement begins with.
 */
final class StatementWords {
    private final String text;
    private int at;

    StatementWords(String text) {
        this.text = text;
    }

    /** The next word; empty at the end. */
    String next() {
        skip();
        if (at >= text.length()) {
            return "";
        }
        char first = text.charAt(at);
        if (first == '"' || first == '\'') {
            quoted(first);
            return String.valueOf(first);
        }
        int begin = at++;
        if (isPartOfWord(first)) {
            while (at < text.length() && isPartOfWord(text.charAt(at))) {
                at++;
            }
        }
        return text.substring(begin, at).toUpperCase(Locale.ROOT);
    }

    private void quoted(char quote) {
        int end = text.indexOf(quote, at + 1);
        at = end < 0 ? text.length() : end + 1;
    }

    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end + 1;
            } else if (text.startsWith("/*", at)) {
                skipComment();
            } else {
                return;
            }
        }
    }

    /** PostgreSQL's comments nest. */
    private void skipComment() {
        int depth = 0;
        do {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < text.length());
    }

    private static boolean isPartOfWord(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '$';
    }
}
