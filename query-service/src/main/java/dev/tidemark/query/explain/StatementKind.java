package dev.tidemark.query.explain;

import java.util.Locale;

/** What a statement does. */
public enum StatementKind {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    /** A utility statement, {@code MERGE}, or one whose text is not known. */
    OTHER;

    /** The most characters of a text that are needed to tell, except behind long common table expressions. */
    public static final int ENOUGH = 2048;

    /** The name in samples. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds out what {@code text} does. Of {@code WITH}, the statement behind the common table expressions counts. */
    public static StatementKind of(String text) {
        StatementWords words = new StatementWords(text);
        String word = words.next();
        while (word.equals("(")) {
            word = words.next();
        }
        if (!word.equals("WITH")) {
            return ofWord(word);
        }
        int depth = 0;
        String before = word;
        for (word = words.next(); !word.isEmpty(); word = words.next()) {
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            // A name such as "update" stands where an expression begins; the statement stands behind its end.
            boolean isName = before.equals("WITH") || before.equals("RECURSIVE") || before.equals(",");
            if (depth == 0 && !isName && (ofWord(word) != OTHER || word.equals("MERGE"))) {
                return ofWord(word);
            }
            before = word;
        }
        return OTHER;
    }

    private static StatementKind ofWord(String word) {
        return switch (word) {
            case "SELECT", "VALUES" -> SELECT;
            case "INSERT" -> INSERT;
            case "UPDATE" -> UPDATE;
            case "DELETE" -> DELETE;
            default -> OTHER;
        };
    }
}
