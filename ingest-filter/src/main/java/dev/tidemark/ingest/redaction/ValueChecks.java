package dev.tidemark.ingest.redaction;

import dev.tidemark.ingest.redaction.KeyValues.Place;

/** Decides which values behind the name of a secret are none. */
final class ValueChecks {
    private static final int NEAR = 60;
    /** What is longer is no ordinary word or number. */
    private static final int LONGEST = 512;

    private final Scan scan;
    private final char[] s;

    ValueChecks(Scan scan) {
        this.scan = scan;
        this.s = scan.s;
    }

    /**
     * Whether the value stays.
     *
     * @param start the start of its content
     * @param at the start of the value with its quotation mark
     */
    boolean isKept(Place place, int start, int end, int at, boolean quoted) {
        if (Placeholders.isPlaceholder(s, start, end)) {
            return true;
        }
        boolean colon = place.separator() < 0 || s[place.separator()] == ':';
        if ((colon || quoted) && Placeholders.isSentence(s, start, quoted ? end : Math.min(scan.n, start + 40))) {
            return true;
        }
        if (s[at] == '{' && isSchema(at, end)) {
            return true;
        }
        boolean numeric = isNumeric(start, end);
        boolean counts = place.kind() != SecretKind.PIN && place.kind() != SecretKind.ACCOUNT;
        if (numeric
                && counts
                && place.end() > place.start()
                && KeyWords.isCount(scan.text.substring(place.start(), place.end()))) {
            return true;
        }
        if ((place.kind() == SecretKind.COOKIE ? endOfFirstWord(start, end) : end) - start > LONGEST) {
            return false;
        }
        return switch (place.kind()) {
            case PASSWORD ->
                scan.isWord(place.start(), "pass")
                                && place.end() - place.start() == 4
                                && isTally(place, start, end, numeric, colon)
                        || isWorkingDirectory(place, start, end);
            case SECRET, AUTHORIZATION -> colon && !quoted && isProse(place, start, end);
            case COOKIE -> !quoted && s[at] != '[' && isAboutCookies(start, end);
            case SESSION -> !isSession(start, end, numeric) || !quoted && hasColon(start, end);
            case KEY -> !SecretLooks.isRandom(s, start, end, 16);
            case SIGNATURE ->
                end - start < 16 && !SecretLooks.isSecret(s, start, end, 8)
                        || SecretLooks.digits(s, start, end) == 0 && end - start < 24
                        || hasSpace(start, end);
            case PIN ->
                isTangent(scan.text.substring(place.start(), place.end()), s, start, end)
                        || SecretLooks.digits(s, start, end) < 3
                                && !((!colon || place.end() - place.start() > 6)
                                        && SecretLooks.isSecret(s, start, end, 5))
                        || hasSpace(start, end) && SecretLooks.digits(s, start, end) < 3;
            case ACCOUNT -> SecretLooks.digits(s, start, end) < 4;
            case EMAIL -> true;
            case OWN -> false;
        };
    }

    /** A TAN is a number for a transfer of money; anything else of that name is geometry or a colour. */
    static boolean isTangent(String name, char[] s, int start, int end) {
        return name.equalsIgnoreCase("tan") && !SecretLooks.isNumber(s, start, end, 4, 8);
    }

    /** JSON schema: {"type": "string"}. */
    private boolean isSchema(int at, int end) {
        int i = at + 1;
        while (i < end && (s[i] <= ' ' || Chars.isQuote(s[i]) || s[i] == '\\')) {
            i++;
        }
        if (!scan.isWord(i, "type")) {
            return false;
        }
        while (i < end && !scan.matches(i, "value")) {
            i++;
        }
        scan.step(i - at);
        return i == end;
    }

    /** Digits with their separators, as in a list of numbers. */
    private boolean isNumeric(int start, int end) {
        int digits = 0;
        for (int i = start; i < end; i++) {
            if (Chars.isDigit(s[i])) {
                digits++;
            } else if (",.% /[]".indexOf(s[i]) < 0) {
                return false;
            }
        }
        scan.step(end - start);
        return digits > 0;
    }

    /** Results of tests: pass=12 fail=0; first pass: done. */
    private boolean isTally(Place place, int start, int end, boolean numeric, boolean colon) {
        if (numeric && end - start < 7) {
            int to = Math.min(scan.n, end + NEAR);
            for (int i = Math.max(0, place.start() - NEAR); i < to; i++) {
                if (scan.matches(i, "fail") || scan.matches(i, "skip")) {
                    return true;
                }
            }
        }
        boolean quotedName = place.quoted();
        return colon
                && !quotedName
                && !scan.text.substring(place.start(), place.end()).equals("PASS")
                && !SecretLooks.isSecret(s, start, endOfFirstWord(start, end), 4);
    }

    private int endOfFirstWord(int start, int end) {
        int i = start;
        while (i < end && !Chars.isSpace(s[i])) {
            i++;
        }
        return i;
    }

    /** The shell's PWD=/home/jo. */
    private boolean isWorkingDirectory(Place place, int start, int end) {
        String name = scan.text.substring(place.start(), place.end());
        return (name.equals("PWD") || name.equals("OLDPWD")) && s[start] == '/';
    }

    /** A sentence that happens to have a colon: the secret: santa. */
    private boolean isProse(Place place, int start, int end) {
        if (scan.text.substring(start, end).equalsIgnoreCase(scan.text.substring(place.start(), place.end()))) {
            return true;
        }
        if (place.quoted()
                || end - start > 16
                || place.start() == 0
                || s[place.start() - 1] == '{'
                || s[place.start() - 1] == ',') {
            return false;
        }
        for (int i = place.start(); i < place.end(); i++) {
            if (!Chars.isLetter(s[i])) {
                return false;
            }
        }
        for (int i = start; i < end; i++) {
            if (s[i] < 'a' || s[i] > 'z') {
                return false;
            }
        }
        boolean word =
                KeyWords.split(scan.text.substring(place.start(), place.end())).size() == 1
                        && scan.kindOf(place.start(), place.end()) != null;
        char before = s[place.start() - 1];
        return word && (before == ' ' || before == '"') && !Chars.isLineEnd(before);
    }

    private boolean isAboutCookies(int start, int end) {
        int word = start;
        while (word < end && !Chars.isSpace(s[word])) {
            if (s[word] == '=') {
                return false;
            }
            word++;
        }
        for (int i = word; i < end; i++) {
            if (s[i] == '=') {
                return false;
            }
        }
        return !SecretLooks.isSecret(s, start, word, 6);
    }

    private boolean isSession(int start, int end, boolean numeric) {
        if (numeric) {
            return end - start >= 5;
        }
        return SecretLooks.isSecret(s, start, end, 6)
                || end - start >= 20 && !hasSpace(start, end)
                || end - start > 6 && s[start] == '[';
    }

    /** A path of words, as the names of keys in Redis: session:user:42. */
    private boolean hasColon(int start, int end) {
        for (int i = start; i < end; i++) {
            if (s[i] == ':') {
                return true;
            }
        }
        return false;
    }

    private boolean hasSpace(int start, int end) {
        for (int i = start; i < end; i++) {
            if (Chars.isSpace(s[i])) {
                return true;
            }
        }
        return false;
    }
}
