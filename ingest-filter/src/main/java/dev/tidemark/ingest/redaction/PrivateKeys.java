package dev.tidemark.ingest.redaction;

/** Private keys in PEM form (RFC 7468), also on one line with escaped line ends, and also when their end is cut off. */
final class PrivateKeys {
    private static final int MAX_LABEL = 60;

    private PrivateKeys() {}

    /** Removes the key whose dashes begin at {@code at}; returns the index after it, after the dashes, or -1. */
    static int at(Scan scan, int at) {
        int i = afterDashes(scan, at);
        int word = scan.values.skipSpaces(i);
        if (!scan.matches(word, "begin ")) {
            return i;
        }
        int label = word;
        while (label < scan.n && label - word < MAX_LABEL && scan.s[label] != '-' && !Chars.isLineEnd(scan.s[label])) {
            label++;
        }
        scan.step(label - at);
        if (!scan.text.substring(word, label).toUpperCase(java.util.Locale.ROOT).contains("PRIVATE KEY")) {
            return i;
        }
        int end = afterDashes(scan, label);
        while (end < scan.n && !(scan.s[end] == '-' && scan.matches(end, "----"))) {
            end++;
        }
        // A header of the key may have dashes in it, too; the key goes on behind them.
        int closing = afterDashes(scan, end);
        if (scan.matches(scan.values.skipSpaces(closing), "end ")) {
            end = closing;
            while (end < scan.n && scan.s[end] != '-' && !Chars.isLineEnd(scan.s[end])) {
                end++;
            }
            end = afterDashes(scan, end);
        }
        return scan.found(at, end, "private-key");
    }

    private static int afterDashes(Scan scan, int at) {
        int i = at;
        while (i < scan.n && scan.s[i] == '-') {
            i++;
        }
        return i;
    }
}
