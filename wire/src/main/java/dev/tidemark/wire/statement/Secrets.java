package dev.tidemark.wire.statement;

import java.util.Locale;

/** Finds the passwords that some databases take without quotes: {@code ALTER USER jo IDENTIFIED BY tiger}. */
final class Secrets {
    private static final int LONGEST_WORD = "identified".length();

    private boolean first = true;
    private boolean set;
    private boolean defines;
    private boolean account;
    /** How many more words may come before BY. */
    private int identified;

    /** Whether a password may follow a word of the statement, of which all words are passed in order. */
    boolean follow(String sql, int start, int end) {
        String word =
                end - start > LONGEST_WORD ? "" : sql.substring(start, end).toLowerCase(Locale.ROOT);
        boolean begins = first;
        boolean afterSet = set;
        first = false;
        set = begins && word.equals("set");
        switch (word) {
            case "by":
                return identified > 0;
            case "password":
                return account || afterSet;
            case "identified":
                identified = 1;
                return false;
            case "with":
                // A plugin: IDENTIFIED WITH name BY.
                identified = identified > 0 ? 2 : 0;
                return false;
            case "create", "alter", "modify", "recreate":
                defines = true;
                break;
            case "user", "role", "login":
                account |= defines;
                break;
            case "table":
                defines = false;
                break;
            default:
                break;
        }
        identified = Math.max(0, identified - 1);
        return false;
    }
}
