package dev.tidemark.ingest.redaction;

import dev.tidemark.ingest.redaction.KeyValues.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL: INSERT INTO users (name, password) VALUES ('jo', 'x'), …. */
final class InsertValues {
    private static final int MAX_COLUMNS = 200;
    private static final int MAX_HEAD = 400;

    private InsertValues() {}

    /** Removes the values of columns that are named like a secret; returns the index after the values, or -1. */
    static int at(Scan scan, KeyValues keyValues, int insert) {
        int open = find(scan, insert, '(');
        if (open < 0) {
            return -1;
        }
        List<@Nullable SecretKind> columns = new ArrayList<>();
        boolean secret = false;
        int i = open + 1;
        while (i < scan.n && columns.size() < MAX_COLUMNS) {
            int start = i;
            while (i < scan.n && scan.s[i] != ',' && scan.s[i] != ')' && i - start < MAX_HEAD) {
                i++;
            }
            SecretKind kind = scan.kindOf(start, Math.min(i, start + KeyWords.MAX_NAME));
            secret |= kind != null;
            columns.add(kind);
            if (i >= scan.n || scan.s[i] != ',') {
                break;
            }
            i++;
        }
        int word = scan.values.skipSpaces(i + 1);
        if (!secret || i >= scan.n || scan.s[i] != ')' || !scan.matches(word, "values")) {
            return -1;
        }
        return rows(scan, keyValues, columns, scan.values.skipSpaces(word + "values".length()));
    }

    private static int rows(Scan scan, KeyValues keyValues, List<@Nullable SecretKind> columns, int at) {
        int i = at;
        while (i < scan.n && scan.s[i] == '(') {
            int column = 0;
            i = scan.values.skipSpaces(i + 1);
            while (i < scan.n && scan.s[i] != ')') {
                int quote = scan.values.quoteAt(i);
                int close = quote < 0 ? -1 : scan.values.closingQuote(quote, quote - i);
                int end = close >= 0 ? close + 1 : i;
                while (end < scan.n && scan.s[end] != ',' && scan.s[end] != ')') {
                    end++;
                }
                SecretKind kind = column < columns.size() ? columns.get(column) : null;
                if (kind != null && kind != SecretKind.EMAIL) {
                    keyValues.value(new Place(kind, i, i, -1, false), i);
                }
                // The scan does not look at what lies before a secret once that is removed.
                for (int k = Math.max(i, scan.floor); k < end; k++) {
                    if (scan.s[k] == '@') {
                        scan.email(k);
                    }
                }
                scan.step(end - i);
                column++;
                i = end < scan.n && scan.s[end] == ',' ? scan.values.skipSpaces(end + 1) : end;
            }
            i = scan.values.skipSpaces(Math.min(scan.n, i + 1));
            if (i < scan.n && scan.s[i] == ',') {
                i = scan.values.skipSpaces(i + 1);
            }
        }
        // The values of the other columns are looked at, too.
        return scan.floor > at ? at : -1;
    }

    private static int find(Scan scan, int at, char c) {
        for (int i = at; i < scan.n && i - at < MAX_HEAD; i++) {
            if (scan.s[i] == c) {
                scan.step(i - at);
                return i;
            }
        }
        return -1;
    }
}
