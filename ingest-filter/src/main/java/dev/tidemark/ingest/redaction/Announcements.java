package dev.tidemark.ingest.redaction;

import dev.tidemark.ingest.redaction.KeyValues.Place;
import java.util.Set;

/** Values that running text announces: the password is x, password 'x', secret for jo: x. */
final class Announcements {
    private static final Set<String> LINKS = Set.of(
            "is", "was", "to", "like", "are", "as", "->", "|", "=>", "<>", "ist", "lautet", "des", "=", "value", "set",
            "from", "changed", "reset", "updated");

    private final Scan scan;
    private final KeyValues keyValues;
    private final Words words;
    private final char[] s;
    private final int n;

    Announcements(Scan scan, KeyValues keyValues, Words words) {
        this.scan = scan;
        this.keyValues = keyValues;
        this.words = words;
        this.s = scan.s;
        this.n = scan.n;
    }

    /** The index after up to two words such as "is". */
    int afterLinks(int wordEnd) {
        int i = scan.values.skipSpaces(wordEnd);
        for (int links = 0; links < 3; links++) {
            int end = i;
            while (end < n && end - i < 8 && s[end] > ' ' && !Chars.isQuote(s[end])) {
                end++;
            }
            int link = end > i && s[end - 1] == ':' ? end - 1 : end;
            if (link == i
                    || end >= n
                    || !Chars.isSpace(s[end]) && s[end] != '|'
                    || !LINKS.contains(words.lower(i, link))) {
                return i;
            }
            i = scan.values.skipSpaces(end);
        }
        return i;
    }

    /** The value after the words "password", "password is", "password for jo is" and their like. */
    int at(int at, int wordEnd) {
        String word = words.lower(at, wordEnd);
        boolean keyWord = word.equals("key");
        boolean path = at > 1 && s[at - 1] == '/' && !Chars.isSpace(s[at - 2]);
        SecretKind named = keyWord ? words.codeKind(at, wordEnd) : null;
        if (path || keyWord && (named == null || named == SecretKind.KEY)) {
            return -1;
        }
        boolean session = word.equals("session");
        SecretKind kind = session || keyWord || word.equals("token") || word.equals("secret")
                ? SecretKind.SECRET
                : SecretKind.PASSWORD;
        int direct = scan.values.skipSpaces(wordEnd);
        if (direct >= n || s[direct] == '=' || s[direct] == ':' || scan.values.isRemoved(direct)) {
            return -1;
        }
        if (s[direct] == '(' && direct == wordEnd) {
            // SQL: PASSWORD('x')
            direct++;
            return direct < n && s[direct] == '\''
                    ? keyValues.value(new Place(kind, at, wordEnd, -1, false), direct)
                    : bare(kind, direct, 8);
        }
        if (direct + 1 < n
                && (s[direct] == '|'
                        || s[direct] == ';'
                        || s[direct] == '~'
                        || s[direct] == '['
                        || s[direct] == '-' && s[direct + 1] == '>')) {
            int after =
                    bare(kind, scan.values.skipSpaces(direct + (s[direct] == '-' ? 2 : 1)), s[direct] == '[' ? 8 : 6);
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
        if (value > wordEnd
                && value + 1 < n
                && (s[value] == '(' || s[value] == '<' || s[value] == '[')
                && Chars.isAlphanumeric(s[value + 1])) {
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
        return !pair && (secret || login || marked && text) && !Placeholders.isPlaceholder(s, value, end)
                ? scan.found(value, end, kind.rule())
                : -1;
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
        if (!scan.isWord(i, "for")
                && !scan.isWord(i, "of")
                && !scan.isWord(i, "has")
                && !scan.isWord(i, "fur")
                && !scan.isWord(i, "pour")) {
            return wordEnd;
        }
        int end = first;
        for (int count = 0; count < 3; count++) {
            int word = scan.values.skipSpaces(end);
            int wordTo = word;
            while (wordTo < n && wordTo - word < 64 && s[wordTo] > ' ' && s[wordTo] != ':' && s[wordTo] != '=') {
                wordTo++;
            }
            int next = scan.values.skipSpaces(wordTo);
            if (next < n && (s[next] == ':' || s[next] == '=')) {
                return next + 1;
            }
            if (LINKS.contains(words.lower(word, wordTo))) {
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
}
