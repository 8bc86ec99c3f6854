package dev.tidemark.ingest.redaction;

import dev.tidemark.ingest.redaction.KeyValues.Place;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Secrets that a word announces: {@code Bearer x}, {@code IDENTIFIED BY 'x'}, {@code the password is x}. */
final class Words {
    /** Words that {@link #at} knows. Their first two letters decide where it is asked. */
    static final Set<String> KNOWN = Set.of(
            "bearer", "basic", "negotiate", "ntlm", "apikey", "identified", "password", "passwords", "passwd", "pwd", "passphrase", "passcode",
            "passwort", "kennwort", "pass", "requirepass", "masterauth", "token", "secret", "pin", "otp", "cvv", "cvc", "code", "key", "session", "insert", "auth");

    private static final Set<String> NO_TOKEN = Set.of(
            "authentication", "authorization", "authenticated", "credentials", "challenge", "realm", "required", "missing", "tokens", "scheme",
            "security", "error_description", "authenticator", "invalid_token", "validation", "certificate", "certificates");

    private static final Set<String> LINKS =
            Set.of("is", "was", "to", "like", "are", "as", "->", "|", "=>", "<>", "ist", "lautet", "des", "=", "value", "set", "from", "changed", "reset", "updated");

    private final Scan scan;
    private final KeyValues keyValues;
    private final char[] s;
    private final int n;

    Words(Scan scan, KeyValues keyValues) {
        this.scan = scan;
        this.keyValues = keyValues;
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
            default -> announced(at, end);
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
        boolean token = start > wordEnd && end - start >= minLength && s[start] != '=' && !NO_TOKEN.contains(lower(start, end));
        boolean parameter = end < n && s[end] == '"' && s[end - 1] == '=';
        return token && !parameter && !(minLength > 8 && end - start < 20 && !SecretLooks.isSecret(s, start, end, minLength)) ? scan.found(start, end, rule) : -1;
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
            byte[] decoded = Base64.getDecoder().decode(scan.text.substring(start, end).replace('-', '+').replace('_', '/'));
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
                return next < n && next > end ? keyValues.value(new Place(SecretKind.SECRET, wordEnd, wordEnd, -1, false), next) : -1;
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
        int start = afterLinks(wordEnd);
        int end = scan.endOfWord(start);
        int min = lower(at, wordEnd).startsWith("cv") ? 3 : 4;
        boolean number = start > wordEnd && SecretLooks.isNumber(s, start, end, min, 10);
        return number ? scan.found(start, end, SecretKind.PIN.rule()) : -1;
    }

    private @Nullable SecretKind codeKind(int at, int end) {
        int start = at;
        for (int words = 0; words < 2 && start > scan.floor + 1 && (s[start - 1] == ' ' || s[start - 1] == '-' || s[start - 1] == '_' || s[start - 1] == '.'); words++) {
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

    /** The index after up to two words such as "is". */
    private int afterLinks(int wordEnd) {
        int i = scan.values.skipSpaces(wordEnd);
        for (int links = 0; links < 3; links++) {
            int end = i;
            while (end < n && end - i < 8 && s[end] > ' ' && !Chars.isQuote(s[end])) {
                end++;
            }
            int link = end > i && s[end - 1] == ':' ? end - 1 : end;
            if (link == i || end >= n || !Chars.isSpace(s[end]) && s[end] != '|' || !LINKS.contains(lower(i, link))) {
                return i;
            }
            i = scan.values.skipSpaces(end);
        }
        return i;
    }

    /** The value after the words "password", "password is", "password for jo is" and their like. */
    private int announced(int at, int wordEnd) {
        String word = lower(at, wordEnd);
        boolean keyWord = word.equals("key");
        boolean path = at > 1 && s[at - 1] == '/' && !Chars.isSpace(s[at - 2]);
        SecretKind named = keyWord ? codeKind(at, wordEnd) : null;
        if (path || keyWord && (named == null || named == SecretKind.KEY)) {
            return -1;
        }
        boolean session = word.equals("session");
        SecretKind kind = session || keyWord || word.equals("token") || word.equals("secret") ? SecretKind.SECRET : SecretKind.PASSWORD;
        int direct = scan.values.skipSpaces(wordEnd);
        if (direct < n && s[direct] == '(' && direct == wordEnd) {
            // SQL: PASSWORD('x')
            direct++;
            return direct < n && s[direct] == '\'' ? keyValues.value(new Place(kind, at, wordEnd, -1, false), direct) : bare(kind, direct, 8);
        }
        if (direct + 1 < n && (s[direct] == '|' || s[direct] == ';' || s[direct] == '~' || s[direct] == '[' || s[direct] == '-' && s[direct + 1] == '>')) {
            int after = bare(kind, scan.values.skipSpaces(direct + (s[direct] == '-' ? 2 : 1)), s[direct] == '[' ? 8 : 6);
            if (after >= 0) {
                return after;
            }
        }
        if (s[direct] == ',' && direct + 1 < n) {
            int item = scan.values.skipSpaces(direct + 1);
            int itemEnd = scan.endOfWord(item);
            if (SecretLooks.isRandom(s, item, itemEnd, 6)) {
                return scan.found(item, itemEnd, kind.rule());
            }
        }
        if (direct < n && Chars.isQuote(s[direct])) {
            int item = itemAfter(direct);
            if (item >= 0) {
                return quoted(at, wordEnd, SecretKind.SECRET, item, false);
            }
        }
        int leader = wordEnd;
        while (leader < n && s[leader] == '.') {
            leader++;
        }
        if (leader - wordEnd > 2 && leader < n) {
            // A list of settings with dots up to the values.
            return keyValues.value(new Place(kind, at, wordEnd, -1, true), leader);
        }
        int start = afterOwner(wordEnd);
        int value = afterLinks(start);
        if (value > wordEnd && value + 1 < n && (s[value] == '(' || s[value] == '<' || s[value] == '[') && Chars.isAlphanumeric(s[value + 1])) {
            value++;
        }
        if (value >= n || value == wordEnd || Chars.isLineEnd(s[value])) {
            return -1;
        }
        if (s[value] == '\'' || s[value] == '"' || s[value] == '`') {
            return quoted(at, wordEnd, kind, value, value > direct);
        }
        int end = scan.values.endOfPlain(value, false, false, true);
        while (end > value && (s[end - 1] == '.' || s[end - 1] == ':' || s[end - 1] == ';')) {
            end--;
        }
        scan.step(end - value);
        boolean pair = scan.values.startsPair(value);
        boolean login = kind == SecretKind.PASSWORD && followsLogin(at) && end - value > 2 && value == direct;
        boolean secret = SecretLooks.isSecret(s, value, end, session ? 16 : kind == SecretKind.SECRET ? 8 : 5);
        boolean marked = value > start && (s[value - 2] == '|' || s[value - 2] == '>');
        boolean text = Chars.isAlphanumeric(s[value]) || secret;
        for (int i = wordEnd; i < value && start > wordEnd; i++) {
            if (s[i] == '@') {
                scan.email(i);
            }
        }
        return !pair && (secret || login || marked && text) && !Placeholders.isPlaceholder(s, value, end) ? scan.found(value, end, kind.rule()) : -1;
    }

    /** The quotation mark of the next item in a list of quoted words, or -1. */
    private int itemAfter(int quote) {
        int i = quote;
        while (i < n && i - quote < 2 && Chars.isQuote(s[i])) {
            i++;
        }
        if (i >= n || s[i] != ',' && s[i] != ';') {
            return -1;
        }
        i = scan.values.skipSpaces(i + 1);
        return i < n && Chars.isQuote(s[i]) ? i : -1;
    }

    /** Behind "for jo" and "of user jo", with or without a colon. */
    private int afterOwner(int wordEnd) {
        int i = scan.values.skipSpaces(wordEnd);
        int first = scan.endOfWord(i);
        if (!scan.isWord(i, "for") && !scan.isWord(i, "of") && !scan.isWord(i, "has") && !scan.isWord(i, "fur") && !scan.isWord(i, "pour")) {
            return wordEnd;
        }
        int end = first;
        for (int words = 0; words < 3; words++) {
            int word = scan.values.skipSpaces(end);
            int wordTo = word;
            while (wordTo < n && wordTo - word < 64 && s[wordTo] > ' ' && s[wordTo] != ':' && s[wordTo] != '=') {
                wordTo++;
            }
            int next = scan.values.skipSpaces(wordTo);
            if (next < n && (s[next] == ':' || s[next] == '=')) {
                return next + 1;
            }
            if (LINKS.contains(lower(word, wordTo))) {
                return end;
            }
            end = wordTo;
        }
        return wordEnd;
    }

    private int bare(SecretKind kind, int start, int minLength) {
        int end = scan.values.endOfPlain(start, false, false, false);
        scan.step(end - start);
        boolean secret = SecretLooks.isSecret(s, start, end, minLength) && !scan.values.startsPair(start);
        return secret && !Placeholders.isPlaceholder(s, start, end) ? scan.found(start, end, kind.rule()) : -1;
    }

    private int quoted(int at, int wordEnd, SecretKind kind, int value, boolean linked) {
        int close = scan.values.closingQuote(value, 0);
        if (close <= value + 1) {
            return -1;
        }
        scan.step(close - value);
        boolean upper = Character.isUpperCase(s[at]) && Character.isUpperCase(s[at + 1]);
        boolean password = kind == SecretKind.PASSWORD && (s[value] == '\'' || upper || linked);
        boolean secret = SecretLooks.isSecret(s, value + 1, close, 6);
        boolean empty = s[value + 1] == ',' || s[value + 1] == ' ';
        if (empty || !password && !secret || Placeholders.isSentence(s, value + 1, close)) {
            return -1;
        }
        return keyValues.value(new Place(kind, at, wordEnd, -1, false), value);
    }

    /** Whether a user's name stands before, as in .netrc: login jo password x. */
    private boolean followsLogin(int at) {
        int i = at - 1;
        while (i > 0 && at - i < 40 && s[i - 1] != ' ') {
            i--;
        }
        for (String before : new String[] {"login ", "user ", "username "}) {
            if (i >= before.length() && scan.matches(i - before.length(), before)) {
                return true;
            }
        }
        return false;
    }

    private String lower(int start, int end) {
        return end - start > 24 || end < start ? "" : scan.text.substring(start, end).toLowerCase(java.util.Locale.ROOT);
    }
}
