package dev.tidemark.wire.statement;

import dev.tidemark.wire.event.CallSummary;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The text that is made of a statement's tokens. Lists are folded while they are written, so they never take room. */
final class StatementForm {
    private static final String OPERATORS = "=<>!+-*/%^|&~#@([,:";
    /** Behind them, a minus is a sign. */
    private static final Set<String> BEFORE_SIGN = Set.of(
            "select",
            "distinct",
            "all",
            "and",
            "or",
            "not",
            "between",
            "case",
            "when",
            "then",
            "else",
            "where",
            "having",
            "on",
            "by",
            "limit",
            "offset",
            "fetch",
            "first",
            "next",
            "returning",
            "return",
            "like",
            "from",
            "to",
            "default",
            "set",
            "values",
            "in",
            "using",
            "as");

    private static final int LONGEST_KEYWORD = 9;
    private static final int MOST = CallSummary.MAX_OPERATION + 1;

    private final StringBuilder out = new StringBuilder();
    /** The lists and brackets that are open. There are no more of them than characters. */
    private FoldedList[] open = new FoldedList[8];

    private int depth;
    private boolean gap;
    private boolean newLine;
    private boolean afterString;
    /** The word written last, in lower case, and the one before it; empty if it was no word. */
    private String word = "";

    private String wordBefore = "";

    int length() {
        return out.length();
    }

    boolean endsWith(char c) {
        return !gap && last() == c;
    }

    /** Whether the word written last is a keyword, in lower case. */
    boolean follows(String keyword) {
        return word.equals(keyword);
    }

    boolean endsInName() {
        char last = last();
        return !gap
                && (Character.isLetterOrDigit(last)
                        || last == '_'
                        || last == '"'
                        || last == '`'
                        || last == ')'
                        || last == ']');
    }

    void space(boolean line) {
        gap = true;
        newLine |= line;
    }

    /** A literal in quotes. Those on consecutive lines are one. */
    void string() {
        boolean continued = afterString && newLine;
        if (!continued) {
            literal();
        }
        afterString = true;
        newLine = false;
    }

    void number() {
        literal();
    }

    void literal() {
        dropSign();
        before('?');
        out.append('?');
        after("");
    }

    void word(String sql, int start, int end) {
        String lower =
                end - start > LONGEST_KEYWORD ? " " : sql.substring(start, end).toLowerCase(Locale.ROOT);
        if (isConstant(lower)) {
            literal();
            return;
        }
        before('a');
        append(sql, start, end);
        after(lower);
    }

    void quotedName(String sql, int start, int end) {
        before('a');
        append(sql, start, end);
        after(" ");
    }

    void symbol(char c) {
        if (c == '(' || c == '[') {
            opening(c);
        } else if (c == ')' || c == ']') {
            closing(c);
        } else {
            before(c);
            if (c == ',' && depth > 0) {
                top().endItem(out);
            }
            out.append(c);
            after("");
        }
    }

    String text() {
        while (depth > 0 && top().isRows()) {
            pop();
        }
        int end = out.length();
        while (end > 0 && (out.charAt(end - 1) == ';' || out.charAt(end - 1) == ' ')) {
            end--;
        }
        return out.substring(0, end);
    }

    private void opening(char c) {
        if (c == '(' && word.equals("values")) {
            push(FoldedList.rows());
        }
        boolean list = c == '(' ? word.equals("in") : word.equals("array");
        gap |= word.equals("values") || word.equals("in");
        gap &= !word.equals("array");
        before(c);
        out.append(c);
        push(list ? FoldedList.list() : FoldedList.brackets());
        after("");
    }

    private void closing(char c) {
        leaveRows(c);
        if (depth > 0) {
            pop();
        }
        out.append(c);
        after("");
    }

    /** Writes what separates the next token from the last one. */
    private void before(char next) {
        leaveRows(next);
        char last = last();
        boolean separated = gap || last == ',';
        boolean inner = last == '(' || last == '[' || last == ' ' || out.length() == 0;
        boolean closes = next == ')' || next == ']' || next == ',';
        if (separated && !inner && !closes) {
            out.append(' ');
        }
        if (depth > 0 && !closes) {
            top().beginItem(out.length());
        }
    }

    /** Rows end where no comma follows a row, and where no row follows a comma. */
    private void leaveRows(char next) {
        while (depth > 0 && top().isRows() && !(top().isInItem() ? next == ',' : next == '(')) {
            pop();
        }
    }

    private void after(String written) {
        wordBefore = word;
        word = written;
        gap = false;
        newLine = false;
        afterString = false;
    }

    private boolean isConstant(String lower) {
        boolean isNull = lower.equals("null");
        if (!isNull && !lower.equals("true") && !lower.equals("false")) {
            return false;
        }
        boolean syntax = word.equals("is")
                || word.equals("set")
                || word.equals("not") && (isNull || wordBefore.equals("is"))
                || endsWith('.');
        return !syntax;
    }

    /** PostgreSQL takes the sign for a part of a number. */
    private void dropSign() {
        int end = out.length() - 1;
        if (end < 0 || out.charAt(end) != '-') {
            return;
        }
        int before = end - 1;
        while (before >= 0 && out.charAt(before) == ' ') {
            before--;
        }
        boolean sign = before < 0 || OPERATORS.indexOf(out.charAt(before)) >= 0 || BEFORE_SIGN.contains(wordBefore);
        if (sign) {
            out.setLength(end);
            gap = false;
        }
    }

    private void append(String sql, int start, int end) {
        out.append(sql, start, Math.min(end, start + Math.max(0, MOST - out.length())));
    }

    private char last() {
        return out.length() == 0 ? 0 : out.charAt(out.length() - 1);
    }

    private FoldedList top() {
        return open[depth - 1];
    }

    private void push(FoldedList list) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
        }
        open[depth++] = list;
    }

    private void pop() {
        top().close(out);
        depth--;
    }
}
