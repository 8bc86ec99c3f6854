package dev.tidemark.ingest.redaction;

import dev.tidemark.ingest.redaction.KeyValues.Place;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Secrets that a word announces: {@code Bearer x}, {@code IDENTIFIED BY 'x'}, {@code the password is x}. */
final class Words {
    /** Words that {@link #at} knows. Their first two letters decide where it is asked. */
    static final Set<String> KNOWN = Set.of(
            "bearer",
            "basic",
            "negotiate",
            "ntlm",
            "apikey",
            "identified",
            "password",
            "passwords",
            "passwd",
            "pwd",
            "passphrase",
            "passcode",
            "passwort",
            "kennwort",
            "pass",
            "requirepass",
            "masterauth",
            "token",
            "secret",
            "pin",
            "otp",
            "cvv",
            "cvc",
            "code",
            "key",
            "session",
            "insert",
            "auth");

    private static final Set<String> NO_TOKEN = Set.of(
            "authentication",
            "authorization",
            "authenticated",
            "credentials",
            "challenge",
            "realm",
            "required",
            "missing",
            "tokens",
            "scheme",
            "security",
            "error_description",
            "authenticator",
            "invalid_token",
            "validation",
            "certificate",
            "certificates");

    private final Scan scan;
    private final KeyValues keyValues;
    private final Announcements announcements;
    private final char[] s;
    private final int n;

    Words(Scan scan, KeyValues keyValues) {
        this.scan = scan;
        this.keyValues = keyValues;
        this.announcements = new Announcements(scan, keyValues, this);
        this.s = scan.s;
        this.n = scan.n;
    }

    /** Removes what the word at {@code at} announces; returns the index after it, or -1. */
    int at(int at, int end, int known) {
        String word = Scan.WORDS.word(known);
        scan.step(end - at);
        if (end >= n || !KNOWN.contains(word)) {
            return -1;
        }
        return switch (word) {
            case "bearer" -> scheme(end, 8, "bearer");
            case "negotiate", "ntlm", "apikey" -> scheme(end, 16, "authorization");
            case "basic" -> basic(end);
            case "identified" -> identified(end);
            case "auth" -> redisAuth(at, end);
            case "insert" -> InsertValues.at(scan, keyValues, at);
            case "code", "pin", "otp", "cvv", "cvc" -> number(at, end);
            default -> announcements.at(at, end);
        };
    }

    /** Redis: AUTH [user] password. */
    private int redisAuth(int at, int wordEnd) {
        boolean command = s[at] == 'A' && s[at + 1] == 'U' && s[at + 2] == 'T';
        int start = scan.values.skipSpaces(wordEnd);
        for (int words = 0; command && words < 2 && start > wordEnd; words++) {
            int end = scan.values.endOfPlain(start, false, false, false);
            scan.step(end - start);
            if (SecretLooks.isSecret(s, start, end, 6)) {
                return scan.found(start, end, SecretKind.PASSWORD.rule());
            }
            int next = scan.values.skipSpaces(end);
            start = next > end && end < n ? next : wordEnd;
        }
        return -1;
    }

    private int scheme(int wordEnd, int minLength, String rule) {
        int start = scan.values.skipSpaces(wordEnd);
        int end = start;
        while (end < n && (Chars.isBase64(s[end]) || s[end] == '.' || s[end] == '~')) {
            end++;
        }
        while (end > start && s[end - 1] == '.') {
            end--;
        }
        scan.step(end - start);
        boolean token =
                start > wordEnd && end - start >= minLength && s[start] != '=' && !NO_TOKEN.contains(lower(start, end));
        boolean parameter = end < n && s[end] == '"' && s[end - 1] == '=';
        return token
                        && !parameter
                        && !(minLength > 8 && end - start < 20 && !SecretLooks.isSecret(s, start, end, minLength))
                ? scan.found(start, end, rule)
                : -1;
    }

    /** {@code Basic} is an ordinary word unless a login in Base64 follows. */
    private int basic(int wordEnd) {
        int start = scan.values.skipSpaces(wordEnd);
        int end = start;
        while (end < n && Chars.isBase64(s[end])) {
            end++;
        }
        scan.step(end - start);
        if (start == wordEnd || end - start < 4 || end - start > 4096) {
            return -1;
        }
        boolean login = false;
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(scan.text.substring(start, end).replace('-', '+').replace('_', '/'));
            for (byte b : decoded) {
                login |= b == ':';
            }
        } catch (IllegalArgumentException e) {
            login = false;
        }
        boolean secret = login || end - start >= 12 && SecretLooks.isSecret(s, start, end, 12);
        return secret ? scan.found(start, end, "basic") : -1;
    }

    /** SQL: IDENTIFIED [WITH plugin] BY [PASSWORD] 'x'. */
    private int identified(int wordEnd) {
        int i = scan.values.skipSpaces(wordEnd);
        for (int words = 0; words < 5 && i < n; words++) {
            int end = i;
            while (end < n && end - i < 40 && (Chars.isName(s[end]))) {
                end++;
            }
            String word = lower(i, end);
            int next = scan.values.skipSpaces(end);
            if (word.equals("by") || word.equals("as")) {
                int more = scan.endOfWord(next);
                if (scan.isWord(next, "password") || scan.isWord(next, "values")) {
                    next = scan.values.skipSpaces(more);
                }
                return next < n && next > end
                        ? keyValues.value(new Place(SecretKind.SECRET, wordEnd, wordEnd, -1, false), next)
                        : -1;
            }
            if (end == i && (i >= n || !Chars.isQuote(s[i]))) {
                return -1;
            }
            i = end == i ? scan.values.skipSpaces(Math.max(i + 1, scan.values.closingQuote(i, 0) + 1)) : next;
        }
        return -1;
    }

    private int number(int at, int wordEnd) {
        boolean code = lower(at, wordEnd).equals("code");
        SecretKind kind = code ? codeKind(at, wordEnd) : SecretKind.PIN;
        if (kind != SecretKind.PIN) {
            return -1;
        }
        int start = announcements.afterLinks(wordEnd);
        int end = scan.endOfWord(start);
        int min = lower(at, wordEnd).startsWith("cv") ? 3 : 4;
        boolean number = start > wordEnd && SecretLooks.isNumber(s, start, end, min, 10);
        return number ? scan.found(start, end, SecretKind.PIN.rule()) : -1;
    }

    @Nullable SecretKind codeKind(int at, int end) {
        int start = at;
        for (int words = 0;
                words < 2
                        && start > scan.floor + 1
                        && (s[start - 1] == ' ' || s[start - 1] == '-' || s[start - 1] == '_' || s[start - 1] == '.');
                words++) {
            start--;
            int word = start;
            while (start > scan.floor && word - start < 16 && Chars.isAlphanumeric(s[start - 1])) {
                start--;
            }
            SecretKind kind = scan.kindOf(start, end);
            if (kind != null) {
                return kind;
            }
        }
        return null;
    }

    String lower(int start, int end) {
        return end - start > 24 || end < start
                ? ""
                : scan.text.substring(start, end).toLowerCase(java.util.Locale.ROOT);
    }
}
