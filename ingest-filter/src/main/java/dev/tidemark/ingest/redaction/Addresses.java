package dev.tidemark.ingest.redaction;

import java.util.Set;

/** Credentials in URLs, and e-mail addresses. */
final class Addresses {
    private static final int MAX_USER = 256;
    private static final Set<String> FILES = Set.of(
            "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "jar", "html", "xml", "json", "yml", "yaml",
            "java", "zip", "tgz", "gz", "so", "map");
    private static final Set<String> NO_PERSON = Set.of("git", "hg", "svn", "this", "super", "gitea", "sha256", "root");

    private final Scan scan;
    private final char[] s;
    private final int n;

    Addresses(Scan scan) {
        this.scan = scan;
        this.s = scan.s;
        this.n = scan.n;
    }

    /** Removes {@code user:password} between {@code ://}, which is at {@code colon}, and the host. */
    int url(int colon) {
        int start = colon + 3;
        int i = start;
        while (i < n && i - start < MAX_USER && isUser(s[i])) {
            i++;
        }
        scan.step(i - start);
        if (i < n && s[i] == '@' && i > start) {
            return token(start, i);
        }
        if (i >= n || s[i] != ':' || isPort(i + 1)) {
            return start;
        }
        int password = i + 1;
        int at = password;
        while (at < n && at - password < MAX_USER && s[at] != '@' && isPassword(s[at])) {
            at++;
        }
        scan.step(at - password);
        if (at == password || at >= n || s[at] != '@') {
            return start;
        }
        if (scan.values.skipSpaces(at) != at || isPlaceholder(password, at)) {
            return at + 1;
        }
        // A password may contain an @.
        int last = at;
        for (int k = at + 1; k < n && k - at < MAX_USER && s[k] != '/' && s[k] != '?' && isPassword(s[k]); k++) {
            if (s[k] == '@') {
                last = k;
            }
            scan.step(1);
        }
        scan.found(start, last, "url-credentials");
        return last + 1;
    }

    /** A user without a password is a token if it looks like one: {@code https://0123456789abcdef@sentry.example.org}. */
    private int token(int start, int at) {
        if (at - start >= 16 && SecretLooks.isSecret(s, start, at, 16)) {
            scan.found(start, at, "url-credentials");
            return at + 1;
        }
        return start;
    }

    private boolean isPlaceholder(int start, int end) {
        return Placeholders.isPlaceholder(s, start, end) && s[start] != '-';
    }

    private static boolean isUser(char c) {
        return c > ' ' && c != '/' && c != '@' && c != ':' && c != '"' && c != '<' && c != '>' && c != ',' && c != '`'
                && c != '\\';
    }

    private static boolean isPassword(char c) {
        return c > ' ' && c != '"' && c != '<' && c != '>' && c != '`' && c != '\\';
    }

    private boolean isPort(int at) {
        int i = at;
        while (i < n && i - at < 6 && Chars.isDigit(s[i])) {
            i++;
        }
        return i > at && i - at < 6 && (i >= n || s[i] != '@' && (s[i] <= ' ' || "/?#\"',;)\\]}>".indexOf(s[i]) >= 0));
    }

    /** Removes the address around {@code at}. */
    int email(int at) {
        int start = at;
        while (start > scan.floor && isLocal(s[start - 1])) {
            start--;
        }
        int end = endOfHost(at + 1);
        scan.step(end - start);
        if (start > scan.floor && start == at && s[at - 1] == '"' && end > at + 1) {
            start = openingQuote(at - 1);
        }
        if (start == at) {
            return -1;
        }
        int userAndPassword = startOfLogin(start, at, end);
        if (userAndPassword >= 0) {
            scan.found(userAndPassword, at, "url-credentials");
            return at + 1;
        }
        return isEmail(start, at, end) ? scan.found(start, end, "e-mail") : -1;
    }

    private int openingQuote(int closing) {
        for (int i = closing - 1; i >= scan.floor && closing - i < 64; i--) {
            if (s[i] == '"') {
                return i;
            }
            if (Chars.isLineEnd(s[i]) || s[i] == ':' || s[i] == '=') {
                return closing + 1;
            }
        }
        return closing + 1;
    }

    /** The start of {@code user:password@host:port} or Oracle's {@code user/password@host}, or -1. */
    private int startOfLogin(int password, int at, int end) {
        int colon = password - 1;
        if (colon <= scan.floor || s[colon] != ':' && s[colon] != '/') {
            return -1;
        }
        int user = colon;
        while (user > scan.floor
                && colon - user < 64
                && (Chars.isAlphanumeric(s[user - 1]) || s[user - 1] == '_' || s[user - 1] == '.')) {
            user--;
        }
        scan.step(colon - user);
        if (user == colon) {
            return -1;
        }
        if (s[colon] == '/') {
            boolean oracle = user > 4 && (scan.matches(user - 5, "thin:") || scan.matches(user - 4, "oci:"))
                    || user > 7 && scan.matches(user - 8, "sqlplus ");
            return oracle ? user : -1;
        }
        boolean address = end + 1 < n && (s[end] == ':' && Chars.isDigit(s[end + 1]) || s[end] == '/');
        boolean digest = scan.matches(at + 1, "sha") || scan.matches(at + 1, "md5");
        return address && !digest && Chars.isLetter(s[user]) && SecretLooks.isSecret(s, password, at, 5) ? user : -1;
    }

    private boolean isEmail(int start, int at, int end) {
        String local = scan.text.substring(start, at);
        if (NO_PERSON.contains(local) || !hasLetterOrDigit(start, at)) {
            return false;
        }
        int label = at + 1;
        int labels = 0;
        int numeric = 0;
        int lastLabel = label;
        for (int i = label; i <= end; i++) {
            if (i == end || s[i] == '.') {
                labels++;
                lastLabel = label;
                if (labels <= 2 && Chars.isDigit(s[label]) && !hasLetterOrDigitOnly(label, i)) {
                    numeric++;
                }
                label = i + 1;
            }
        }
        // A version, as in left-pad@1.3.0, begins with two numbers.
        if (labels < 2 || numeric == 2 || s[at + 1] == 'v' && at + 2 < end && Chars.isDigit(s[at + 2]) && numeric > 0) {
            return false;
        }
        return isTopLevel(lastLabel, end);
    }

    private boolean isTopLevel(int start, int end) {
        if (end - start < 2 || end - start > 24) {
            return false;
        }
        boolean lowerBefore = false;
        for (int i = start; i < end; i++) {
            if (!Chars.isLetter(s[i]) && !(end - start > 4 && scan.matches(start, "xn--"))) {
                return false;
            }
            // A method of a class, as in this@Cart.onAdd.
            if (Character.isUpperCase(s[i]) && lowerBefore) {
                return false;
            }
            lowerBefore = Character.isLowerCase(s[i]);
        }
        return !FILES.contains(scan.text.substring(start, end).toLowerCase(java.util.Locale.ROOT));
    }

    /** Whether the label has letters besides digits, as 163com would. */
    private boolean hasLetterOrDigitOnly(int start, int end) {
        for (int i = start; i < end; i++) {
            if (Chars.isLetter(s[i])) {
                return true;
            }
        }
        return false;
    }

    private boolean hasLetterOrDigit(int start, int end) {
        for (int i = start; i < end; i++) {
            if (Chars.isAlphanumeric(s[i])) {
                return true;
            }
        }
        return false;
    }

    private int endOfHost(int at) {
        int i = at;
        while (i < n && (Chars.isAlphanumeric(s[i]) || (s[i] == '-' || s[i] == '.') && i > at)) {
            i++;
        }
        while (i > at && (s[i - 1] == '.' || s[i - 1] == '-')) {
            i--;
        }
        return i;
    }

    private static boolean isLocal(char c) {
        return Chars.isAlphanumeric(c)
                || c == '.'
                || c == '_'
                || c == '%'
                || c == '+'
                || c == '-'
                || c == '!'
                || c == '~';
    }
}
