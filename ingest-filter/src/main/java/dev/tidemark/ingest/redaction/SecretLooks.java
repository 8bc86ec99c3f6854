package dev.tidemark.ingest.redaction;

/** Judges by its characters whether a word in running text can be a secret. */
final class SecretLooks {
    private SecretLooks() {}

    /** Whether the word is no ordinary word: letters with digits, with symbols, or in mixed case. */
    static boolean isSecret(char[] s, int start, int end, int minLength) {
        int length = end - start;
        if (length < minLength) {
            return false;
        }
        int digits = 0;
        int letters = 0;
        int symbols = 0;
        int changes = 0;
        for (int i = start; i < end; i++) {
            char c = s[i];
            if (Chars.isDigit(c)) {
                digits++;
            } else if (Chars.isLetter(c)) {
                letters++;
                boolean upper = Character.isUpperCase(c);
                if (i > start && upper && Chars.isDigit(s[i - 1])) {
                    changes++;
                }
            } else if (c == '!'
                    || c == '@'
                    || c == '#'
                    || c == '$'
                    || c == '%'
                    || c == '^'
                    || c == '&'
                    || c == '*'
                    || c == '+'
                    || c == '~'
                    || c == '='
                    || c == '?' && i < end - 1) {
                symbols++;
            } else if (c == '/' && i == start || c == '(' || c == ')' || c == '{' || c == '}' || c == '<' || c == '>') {
                return false;
            }
        }
        if (letters == 0 || isUsual(s, start, end, digits)) {
            return false;
        }
        return digits > 0 || symbols > 0 || changes > 0;
    }

    /** Whether this is one long word of letters of both cases and digits. */
    static boolean isRandom(char[] s, int start, int end, int minLength) {
        boolean upper = false;
        boolean lower = false;
        int digits = 0;
        for (int i = start; i < end; i++) {
            char c = s[i];
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            digits += Chars.isDigit(c) ? 1 : 0;
            if (!Chars.isBase64(c)) {
                return false;
            }
        }
        return end - start >= minLength && upper && lower && digits > 1;
    }

    /** Digits only, of a length within the bounds. */
    static boolean isNumber(char[] s, int start, int end, int min, int max) {
        if (end - start < min || end - start > max) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!Chars.isDigit(s[i])) {
                return false;
            }
        }
        return true;
    }

    static int digits(char[] s, int start, int end) {
        int digits = 0;
        for (int i = start; i < end; i++) {
            if (Chars.isDigit(s[i])) {
                digits++;
            }
        }
        return digits;
    }

    /** Names of algorithms, durations, ordinals and versions: SHA-256, bcrypt10, 12ms, 3rd, v2.1. */
    private static boolean isUsual(char[] s, int start, int end, int digits) {
        if (end - start > 12) {
            return false;
        }
        if (Chars.isDigit(s[start])) {
            int i = start;
            while (i < end && (Chars.isDigit(s[i]) || s[i] == '.')) {
                i++;
            }
            int unit = i;
            while (i < end && Chars.isLetter(s[i])) {
                i++;
            }
            return i == end && end - unit <= 3;
        }
        String word = new String(s, start, end - start)
                .toLowerCase(java.util.Locale.ROOT)
                .replace("-", "");
        return digits > 0
                && word.matches(
                        "(?:v|sha|hmacsha|aes|md|utf|rfc|oauth|bcrypt|scrypt|pbkdf|argon|base|http|rs|hs|es|ps|tls|rsa|ed|java|saml"
                                + "|step|level|http/|oauth2/|p|x|cve|ipv|jdk|h)\\d[\\d.]{0,6}");
    }
}
