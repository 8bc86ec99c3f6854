package dev.tidemark.ingest.redaction;

import dev.tidemark.ingest.redaction.KeyValues.Place;
import java.util.Set;

/** Values of the headers Authorization and Cookie, and others that begin with an authentication scheme. */
final class Headers {
    /** Schemes that are followed by parameters (RFC 9110, RFC 7616, AWS Signature Version 4). */
    private static final Set<String> WITH_PARAMETERS =
            Set.of("digest", "oauth", "hawk", "signature", "mac", "googlelogin", "token");

    private static final Set<String> SCHEMES = Set.of(
            "bearer",
            "basic",
            "digest",
            "negotiate",
            "apikey",
            "ntlm",
            "token",
            "aws",
            "sharedkey",
            "splunk",
            "sso-key",
            "ssws");

    private final Scan scan;
    private final char[] s;
    private final int n;
    /** The text up to here has no cookies. */
    private int plainUntil;

    Headers(Scan scan) {
        this.scan = scan;
        this.s = scan.s;
        this.n = scan.n;
    }

    /** The end of the header's value at {@code at}, or -1 if the value is an ordinary one. */
    int endOf(Place place, int at, boolean structured) {
        if (s[at] == '[' || s[at] == '{') {
            return -1;
        }
        if (place.kind() == SecretKind.COOKIE) {
            return endOfCookies(place, at, structured);
        }
        int word = at;
        while (word < n && word - at < 32 && (Chars.isAlphanumeric(s[word]) || s[word] == '-')) {
            word++;
        }
        int token = scan.values.skipSpaces(word);
        if (word == at || token == word || token >= n || Chars.isLineEnd(s[token])) {
            return -1;
        }
        String scheme = scan.text.substring(at, word).toLowerCase(java.util.Locale.ROOT);
        boolean parameters = startsParameter(token) && (WITH_PARAMETERS.contains(scheme) || isQuotedParameter(token))
                || scheme.startsWith("aws4-");
        if (place.kind() != SecretKind.AUTHORIZATION && !SCHEMES.contains(scheme)) {
            return -1;
        }
        if (!SCHEMES.contains(scheme)
                && !parameters
                && !SecretLooks.isSecret(s, token, endOfToken(token), 6)
                && endOfToken(token) - token < 20) {
            // Running text, as in Authorization: granted to jo. Without a scheme, the first word is the value.
            return -1;
        }
        int end = endOfToken(token);
        while (parameters && end < n && (s[end] == ',' || Chars.isSpace(s[end]))) {
            int next = scan.values.skipSpaces(end + 1);
            if (!startsParameter(next)) {
                break;
            }
            end = endOfToken(next);
        }
        return end;
    }

    private boolean startsParameter(int at) {
        int i = at;
        while (i < n && i - at < 40 && (Chars.isAlphanumeric(s[i]) || s[i] == '_' || s[i] == '-')) {
            i++;
        }
        return i > at && i < n && s[i] == '=';
    }

    private boolean isQuotedParameter(int at) {
        int i = at;
        while (s[i] != '=') {
            i++;
        }
        return s[i + 1] == '"';
    }

    private int endOfToken(int at) {
        int i = at;
        while (i < n && !Chars.isSpace(s[i]) && !Chars.isLineEnd(s[i]) && s[i] != ',' && s[i] != ';') {
            if (s[i] == '"' && i > at && s[i - 1] == '=') {
                int close = scan.values.closingQuote(i, 0);
                i = close < 0 ? scan.values.endOfLine(i) : close + 1;
                continue;
            }
            boolean closes =
                    Chars.isQuote(s[i]) || s[i] == ']' || s[i] == ')' || s[i] == '}' || s[i] == '\\' || s[i] == '<';
            if (closes && (i + 1 >= n || !Chars.isAlphanumeric(s[i + 1]))) {
                return i;
            }
            i++;
        }
        return i;
    }

    private int endOfCookies(Place place, int at, boolean structured) {
        if (at < plainUntil) {
            return scan.values.endOfPlain(at, false, false, false);
        }
        char mark = place.start() > 0 ? s[place.start() - 1] : ' ';
        int quote = Chars.isQuote(mark) && !place.quoted() ? mark : -1;
        int i = at;
        boolean pairs = false;
        while (i < n && !Chars.isLineEnd(s[i]) && s[i] != quote) {
            if (structured && s[i] == ',' && i + 1 < n && s[i + 1] == ' ' && scan.values.startsPair(i + 2)
                    || s[i] == '\\' && i + 1 < n && (s[i + 1] == 'n' || s[i + 1] == 'r') && i + 2 < n) {
                break;
            }
            pairs |= s[i] == '=';
            i++;
        }
        plainUntil = pairs ? plainUntil : i;
        return i;
    }
}
