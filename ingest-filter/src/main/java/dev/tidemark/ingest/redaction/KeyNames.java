package dev.tidemark.ingest.redaction;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of keys, which are read backwards from a separator. */
final class KeyNames {
    private static final WordTable TAILS = new WordTable(List.of(Set.of(
            "key", "keys", "id", "number", "no", "nr", "code", "phrase", "passe", "word", "value", "header", "answer",
            "string", "pass", "api")));

    private final Scan scan;
    private final char[] s;

    KeyNames(Scan scan) {
        this.scan = scan;
        this.s = scan.s;
    }

    /** The end of a name before the index of an item: tokens[0]. */
    int beforeIndex(int end) {
        int i = end - 1;
        if (i <= scan.floor || s[i] != ']') {
            return end;
        }
        while (i > scan.floor && Chars.isDigit(s[i - 1])) {
            i--;
        }
        return i < end - 1 && i > scan.floor && s[i - 1] == '[' ? i - 1 : end;
    }

    /** The code of an OAuth login, as a parameter of an address. */
    boolean isLoginCode(int start, int end) {
        return end - start == 4
                && start > 0
                && (s[start - 1] == '?' || s[start - 1] == '&')
                && scan.isWord(start, "code");
    }

    boolean hasDot(int start, int end) {
        for (int i = start; i < end; i++) {
            if (s[i] == '.') {
                return true;
            }
        }
        return false;
    }

    /** The start of the name that ends at {@code end}. */
    int startOf(int end) {
        int start = end;
        while (start > scan.floor && end - start < KeyWords.MAX_NAME && Chars.isName(s[start - 1])) {
            start--;
        }
        // The letter of an escape, as in \npassword=.
        if (start > 0
                && start < end - 2
                && s[start - 1] == '\\'
                && (s[start] == 'n' || s[start] == 'r' || s[start] == 't')) {
            start++;
        }
        while (start < end && !Chars.isAlphanumeric(s[start])) {
            start++;
        }
        scan.step(end - start);
        return start;
    }

    @Nullable SecretKind kindOf(int start, int end, boolean quoted) {
        SecretKind kind = scan.kindOf(start, end);
        if (kind != null && kind != SecretKind.KEY
                || start <= scan.floor
                || s[start - 1] != ' '
                || end - start > 10
                || !quoted && !isTail(start, end)) {
            return kind;
        }
        int from = start;
        for (int words = 0;
                words < 3 && from > scan.floor + 1 && s[from - 1] == ' ' && Chars.isName(s[from - 2]);
                words++) {
            from--;
            int word = from;
            while (from > scan.floor && word - from < 20 && Chars.isName(s[from - 1])) {
                from--;
            }
            SecretKind compound = scan.kindOf(from, end);
            if (compound != null && compound != SecretKind.KEY) {
                return compound;
            }
            // A public key, a cache key.
            kind = compound == null ? null : kind;
        }
        return kind;
    }

    /** Last words of names that consist of several: API key, session ID, card number. */
    private boolean isTail(int start, int end) {
        return TAILS.find(s, start, end) >= 0;
    }

    /** A parser's complaint: Unexpected token: x. */
    boolean isAboutSyntax(int start, int end) {
        if (!scan.isWord(start, "token") || start < 4 || s[start - 1] != ' ') {
            return false;
        }
        int word = start - 1;
        while (word > 0 && start - word < 14 && Chars.isLetter(s[word - 1])) {
            word--;
        }
        return switch (scan.text.substring(word, start - 1).toLowerCase(java.util.Locale.ROOT)) {
            case "unexpected",
                    "unrecognized",
                    "unrecognised",
                    "expected",
                    "mismatched",
                    "extraneous",
                    "illegal",
                    "syntax",
                    "cancellation" -> true;
            default -> false;
        };
    }
}
