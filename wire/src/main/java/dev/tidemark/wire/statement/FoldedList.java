package dev.tidemark.wire.statement;

/** A list in brackets, of which equal items are written once. */
final class FoldedList {
    private static final FoldedList BRACKETS = new FoldedList(false, false);

    private final boolean folds;
    private final boolean rows;
    private int itemStart = -1;
    private int firstStart = -1;
    private int keptStart = -1;
    private int keptEnd = -1;
    private boolean onlyLiterals = true;

    private FoldedList(boolean folds, boolean rows) {
        this.folds = folds;
        this.rows = rows;
    }

    /** Behind IN or ARRAY: of literals, or of rows of them. */
    static FoldedList list() {
        return new FoldedList(true, false);
    }

    /** Behind VALUES, without brackets of its own. */
    static FoldedList rows() {
        return new FoldedList(true, true);
    }

    /** That are not folded. */
    static FoldedList brackets() {
        return BRACKETS;
    }

    boolean isRows() {
        return rows;
    }

    boolean isInItem() {
        return itemStart >= 0;
    }

    void beginItem(int start) {
        if (folds && itemStart < 0) {
            itemStart = start;
            if (firstStart < 0) {
                firstStart = start;
            }
        }
    }

    void endItem(StringBuilder out) {
        if (itemStart < 0) {
            return;
        }
        onlyLiterals &= isLiteral(out);
        boolean repeated = onlyLiterals
                ? keptStart >= 0
                : (out.charAt(itemStart) == '(' || out.charAt(itemStart) == '?') && equalsKept(out);
        if (repeated) {
            out.setLength(keptEnd);
        } else {
            keptStart = itemStart;
            keptEnd = out.length();
        }
        itemStart = -1;
    }

    void close(StringBuilder out) {
        if (!folds) {
            return;
        }
        endItem(out);
        if (!rows && keptStart == firstStart && keptStart >= 0) {
            if (onlyLiterals) {
                out.setLength(firstStart);
                out.append("?…");
            } else if (out.charAt(keptStart) == '(' && isRowOfLiterals(out)) {
                out.append('…');
            }
        }
    }

    /** A literal, with or without casts: ?::text. */
    private boolean isLiteral(StringBuilder out) {
        if (out.charAt(itemStart) != '?') {
            return false;
        }
        for (int i = itemStart + 1; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c != ':' && c != '_' && c != '[' && c != ']' && c != '"' && c != '.' && !Character.isLetterOrDigit(c)) {
                return false;
            }
        }
        return true;
    }

    private boolean isRowOfLiterals(StringBuilder out) {
        for (int i = keptStart; i < keptEnd; i++) {
            if ("?(), ".indexOf(out.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean equalsKept(StringBuilder out) {
        int length = out.length() - itemStart;
        if (keptStart < 0 || length != keptEnd - keptStart) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (out.charAt(keptStart + i) != out.charAt(itemStart + i)) {
                return false;
            }
        }
        return true;
    }
}
