package dev.tidemark.wire.statement;

import dev.tidemark.wire.event.CallSummary;

/** One pass through the characters of a statement, from token to token. */
final class StatementScan {
    /** More is cut afterwards anyway; lists that are folded do not grow the text. */
    private static final int ENOUGH = CallSummary.MAX_OPERATION + 1;

    private final String sql;
    private final int end;
    private final Dialect dialect;
    private final StatementForm form = new StatementForm();
    private final Secrets secrets = new Secrets();
    private int at;
    private int bracketsReadTo;

    StatementScan(String sql, Dialect dialect) {
        this.sql = sql;
        this.end = Math.min(sql.length(), StatementText.MOST_READ);
        this.dialect = dialect;
    }

    String read() {
        while (at < end && form.length() < ENOUGH) {
            token(sql.charAt(at));
        }
        return form.text();
    }

    private void token(char c) {
        if (c <= ' ' || c > 0x7F && Character.isWhitespace(c)) {
            at++;
            form.space(c == '\n');
        } else if (c == '-' && peek(1) == '-') {
            lineComment(dialect.nestsComments() || peek(2) <= ' ');
        } else if (c == '#' && !dialect.nestsComments() || c == '/' && peek(1) == '/' && dialect == Dialect.CAUTIOUS) {
            lineComment(dialect == Dialect.MYSQL);
        } else if (c == '/' && peek(1) == '*') {
            blockComment();
        } else if (dialect.isLiteral(c)) {
            string(c, dialect.backslash(c));
        } else if (c == '"' || c == '`') {
            identifier(c);
        } else if (c == '[' && dialect == Dialect.SQLSERVER) {
            identifier(']');
        } else if (c == '[' && dialect == Dialect.CAUTIOUS && isDoubtfulBracket()) {
            at = end;
        } else if (c == '$') {
            dollar();
        } else if (isDigit(c) || c == '.' && isDigit(peek(1)) && !form.endsInName()) {
            number();
        } else if (isNameStart(c)) {
            word();
        } else if (c == ':' && isNameStart(peek(1)) && !form.endsWith(':')) {
            at += 2;
            name();
            form.literal();
        } else if (c == '?') {
            question();
        } else {
            at++;
            form.symbol(c);
        }
    }

    /** @param certain whether it is a comment in all databases of the dialect; if not, quotes in it may begin or end something */
    private void lineComment(boolean certain) {
        while (at < end && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at = certain || "'\"`$*".indexOf(sql.charAt(at)) < 0 ? at + 1 : end;
        }
        form.space(true);
    }

    /** Comments nest, as in PostgreSQL; where they do not, the text between the ends of the inner and the outer one is cut. */
    private void blockComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                at = depth > 0 && !dialect.nestsComments() ? end : at + 2;
                depth++;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (at < end && depth > 0);
        form.space(false);
    }

    private void string(char quote, Dialect.Backslash backslash) {
        if (dialect == Dialect.CAUTIOUS && peek(1) == quote && peek(2) == quote) {
            // Three quotes may begin a literal that three quotes end.
            at = end;
        } else {
            skipQuoted(quote, backslash);
        }
        form.string();
    }

    /** Leaves the position behind the closing quote, or at the end. */
    private boolean skipQuoted(char quote, Dialect.Backslash backslash) {
        int start = at++;
        boolean escapes = false;
        while (at < end) {
            char c = sql.charAt(at++);
            if (c == quote && escapes && backslash != Dialect.Backslash.CHARACTER) {
                if (backslash == Dialect.Backslash.DOUBTFUL && !isEscapeCharacter(start)) {
                    break;
                }
                if (backslash == Dialect.Backslash.DOUBTFUL) {
                    return true;
                }
            } else if (c == quote) {
                if (peek(0) != quote) {
                    return true;
                }
                at++;
            }
            escapes = c == '\\' && !escapes;
        }
        at = end;
        return false;
    }

    /** As in {@code LIKE ? ESCAPE '\'}, which frameworks write; a longer literal would not be valid there. */
    private boolean isEscapeCharacter(int start) {
        return dialect != Dialect.CAUTIOUS && at - start == 3 && peek(0) != '\'' && form.follows("escape");
    }

    /** Some databases read […] as an identifier, others as an array: in doubt if literals would not be the same in both. */
    private boolean isDoubtfulBracket() {
        if (at < bracketsReadTo) {
            return false;
        }
        char quote = 0;
        boolean open = false;
        for (int i = at + 1; i < end; i++) {
            char c = sql.charAt(i);
            if (c == ']') {
                bracketsReadTo = i;
                return open;
            }
            if (c == '\'' || c == '"' || c == '`') {
                if (quote != 0 && quote != c) {
                    return true;
                }
                quote = c;
                open = !open;
            } else if (c == '\\'
                    || c == '#'
                    || c == '$'
                    || (c == '-' || c == '*' || c == '/') && "-/".indexOf(sql.charAt(i - 1)) >= 0) {
                return true;
            }
        }
        return true;
    }

    private void identifier(char quote) {
        int start = at;
        if (skipQuoted(quote, quote == '`' ? dialect.backslash(quote) : Dialect.Backslash.CHARACTER)) {
            form.quotedName(sql, start, at);
        }
    }

    private void dollar() {
        int start = at++;
        if (isDigit(peek(0))) {
            while (isDigit(peek(0))) {
                at++;
            }
            form.literal();
            return;
        }
        while (isTagPart(peek(0))) {
            at++;
        }
        if (dialect == Dialect.MYSQL || peek(0) != '$') {
            at = start + 1;
            form.symbol('$');
            return;
        }
        String tag = sql.substring(start, ++at);
        int close = sql.indexOf(tag, at);
        at = close < 0 ? end : Math.min(end, close + tag.length());
        form.literal();
    }

    /** With all characters that touch it: exponents, digits of other bases, and suffixes. */
    private void number() {
        while (at < end) {
            char c = sql.charAt(at);
            boolean exponentSign = (c == '+' || c == '-')
                    && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E')
                    && isDigit(peek(1))
                    && isDigit(sql.charAt(Math.max(0, at - 2)));
            if (!isNamePart(c) && c != '.' && !exponentSign) {
                break;
            }
            at++;
        }
        form.number();
    }

    private void word() {
        int start = at;
        name();
        if (peek(0) == '\'' && isPrefix(start, at)) {
            char first = sql.charAt(start);
            boolean escapes = dialect == Dialect.STANDARD && (first == 'e' || first == 'E');
            string('\'', escapes ? Dialect.Backslash.ESCAPES : dialect.backslash('\''));
        } else if (peek(0) == '\'' && isAlternativeQuote(start, at)) {
            alternativeQuote();
        } else if (peek(0) == '&'
                && peek(1) == '\''
                && at - start == 1
                && Character.toLowerCase(sql.charAt(start)) == 'u') {
            at++;
            string('\'', dialect.backslash('\''));
        } else if (isNationalParameter(start, at)) {
            form.literal();
        } else {
            form.word(sql, start, at);
            if (secrets.follow(sql, start, at)) {
                form.space(false);
                form.literal();
                at = end;
            }
        }
    }

    /** Of a literal: escaped, bits, hexadecimal, national. */
    private boolean isPrefix(int start, int stop) {
        return stop - start == 1 && "eEbBxXnN".indexOf(sql.charAt(start)) >= 0;
    }

    /** PostgreSQL leaves the prefix of a national literal that it shows as a parameter: N$1. */
    private boolean isNationalParameter(int start, int stop) {
        if (stop - start < 3 || "nN".indexOf(sql.charAt(start)) < 0 || sql.charAt(start + 1) != '$') {
            return false;
        }
        for (int i = start + 2; i < stop; i++) {
            if (!isDigit(sql.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** As in Oracle: q'[it's]'. */
    private boolean isAlternativeQuote(int start, int stop) {
        char last = sql.charAt(stop - 1);
        return (last == 'q' || last == 'Q')
                && (stop - start == 1 || stop - start == 2 && "nN".indexOf(sql.charAt(start)) >= 0);
    }

    private void alternativeQuote() {
        char open = peek(1);
        int pair = "[{(<".indexOf(open);
        String close = (pair < 0 ? open : "]})>".charAt(pair)) + "'";
        int stop = sql.indexOf(close, at + 2);
        at = stop < 0 ? end : Math.min(end, stop + 2);
        form.string();
    }

    private void name() {
        while (at < end && isNamePart(sql.charAt(at))) {
            at++;
        }
    }

    /** A parameter. JDBC writes PostgreSQL's operators ?, ?| and ?& with two question marks. */
    private void question() {
        at++;
        char next = peek(0);
        if (next == '?') {
            at++;
            form.symbol('?');
        } else if (next == '|' && peek(1) != '|' || next == '&' && peek(1) != '&') {
            form.symbol('?');
        } else {
            form.literal();
        }
    }

    private char peek(int ahead) {
        return at + ahead < end ? sql.charAt(at + ahead) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > 0x7F && !Character.isWhitespace(c);
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c) || c == '$';
    }

    private static boolean isTagPart(char c) {
        return isNameStart(c) || isDigit(c);
    }
}
