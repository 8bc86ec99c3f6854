package dev.tidemark.ingest.redaction;

import java.util.Arrays;
import java.util.Set;

/** Recognises values that stand where a secret could stand but are none: {@code ***}, {@code ${DB_PASSWORD}}, {@code null}. */
final class Placeholders {
    private static final Set<String> WORDS = Set.copyOf(Arrays.asList(
            ("null nil none undefined true false yes no on off n/a na empty blank absent present missing required optional invalid"
                            + " valid expired unknown unset set ok failed failure error enabled disabled hidden masked redacted protected"
                            + " omitted removed filtered string changed updated rejected accepted refreshed revoked rotated created"
                            + " deleted wrong incorrect mismatch bearer basic digest negotiate strong weak medium never always"
                            + " unauthorized unauthenticated forbidden denied granted success successful verified unverified sent"
                            + " received active inactive closed opened started ended loaded found default-src anonymous"
                            + " [null] <null> <none> <empty> <hidden> <masked> <redacted> <secret> <password> <token> <unset>"
                            + " <removed> <omitted> <protected> <nil> (null) (none) (hidden) (redacted) (masked) (empty) (secret) (set) (unset)"
                            + " [redacted] [hidden] [masked] [filtered] [protected] [secret] [removed] [omitted] [] {} () ? ?? - -- ..."
                            + " unchanged not-set notset todo tbd")
                    .split(" ")));

    private static final Set<String> SENTENCE_STARTS = Set.copyOf(Arrays.asList(
            ("must is are should cannot can may has was were will not does did do been required too needs contains size length"
                            + " expected failed could would have invalid missing wrong incorrect expired unknown no only please at rejected accepted value field changed updated reset"
                            + " cannot couldn't can't doesn't isn't don't didn't wasn't won't muss ist darf")
                    .split(" ")));

    /** Lookups of log4j, Commons Text, Spring and others. */
    private static final Set<String> SOURCES = Set.of(
            "env", "sys", "ctx", "main", "spring", "file", "vault", "docker", "k8s", "sm", "ssm", "secret", "config");

    private static final int MAX_LENGTH = 96;

    private Placeholders() {}

    /** Whether the value, without its quotes, is a placeholder. */
    static boolean isPlaceholder(char[] s, int start, int end) {
        if (end <= start) {
            return true;
        }
        if (isMask(s, start, end)) {
            return true;
        }
        if (end - start > MAX_LENGTH) {
            return false;
        }
        String value = new String(s, start, end - start).strip();
        if (value.startsWith("(") && value.indexOf(')') < 0) {
            value = value + ")";
        }
        return value.isEmpty() || WORDS.contains(value.toLowerCase(java.util.Locale.ROOT)) || isReference(value);
    }

    /** Whether the text goes on about the key, as in {@code password: must not be blank}. */
    static boolean isSentence(char[] s, int start, int end) {
        int word = start;
        while (word < end && word - start < 12 && (Chars.isLetter(s[word]) || s[word] == '\'')) {
            word++;
        }
        if (word + 1 >= end || s[word] != ' ' || !Chars.isLetter(s[word + 1])) {
            return false;
        }
        return SENTENCE_STARTS.contains(new String(s, start, word - start).toLowerCase(java.util.Locale.ROOT));
    }

    /** Stars, or other characters that hide each one of the secret's; the last four may be shown. */
    private static boolean isMask(char[] s, int start, int end) {
        char mask = s[start];
        if (mask != '*'
                && mask != 'x'
                && mask != 'X'
                && mask != '.'
                && mask != '#'
                && mask != '_'
                && mask != '\u2022'
                && mask != '\u25cf') {
            return false;
        }
        int i = start;
        while (i < end && s[i] == mask) {
            i++;
        }
        int shown = end - i;
        return mask == '*' ? i - start >= 3 && shown <= 4 || shown == 0 : i - start >= 3 && shown == 0;
    }

    private static boolean isReference(String value) {
        if (value.startsWith("${") || value.startsWith("#{") || value.startsWith("{{") || value.startsWith("$(")) {
            return isReferenceWithoutDefault(value);
        }
        if (value.startsWith("$") || value.startsWith("%") && value.endsWith("%") && value.length() > 2) {
            return value.length() > 1 && isUpperName(value.replace("%", "").replace("$", ""))
                    || value.matches("\\$\\d{1,2}");
        }
        if (value.startsWith("%") || value.startsWith(":") || value.startsWith("{")) {
            return value.matches("%[-\\d.]{0,4}[a-z]|:[a-z_A-Z]{1,24}|\\{\\w{0,16}}");
        }
        int call = value.indexOf('(');
        if (call > 2
                && value.lastIndexOf('.', call) > 0
                && (call == value.length() - 1 || Chars.isQuote(value.charAt(call + 1)))) {
            return true;
        }
        return value.endsWith("()") && value.chars().allMatch(c -> Chars.isName((char) c) || c == '(' || c == ')')
                || isObject(value);
    }

    /** {@code ${DB_PASSWORD:hunter2}} has a password as its default. */
    private static boolean isReferenceWithoutDefault(String value) {
        if (!value.startsWith("${")) {
            return true;
        }
        int end = value.indexOf('}');
        int colon = value.indexOf(':');
        if (end >= 0 && end != value.length() - 1 && value.indexOf("${", end) != end + 1) {
            return value.startsWith("}", end)
                    && value.substring(end + 1).chars().allMatch(c -> c == '}');
        }
        String defaulted =
                colon < 0 || end >= 0 && colon > end ? "" : value.substring(colon + 1, end < 0 ? value.length() : end);
        if (colon > 2 && SOURCES.contains(value.substring(2, colon)) && defaulted.indexOf(':') < 0) {
            // ${env:DB_PASSWORD} names the place of the value.
            return true;
        }
        return defaulted.isEmpty()
                || defaulted.equals("-")
                || defaulted.equals("null")
                || defaulted.startsWith("${")
                || defaulted.startsWith("?")
                || defaulted.startsWith("#{null");
    }

    /** What {@link Object#toString()} makes of an object: {@code [C@1b6d3586}, {@code com.acme.Token@1b6d3586}. */
    private static boolean isObject(String value) {
        int at = value.lastIndexOf('@');
        if (at <= 0 || at == value.length() - 1 || value.length() - at > 9) {
            return false;
        }
        for (int i = at + 1; i < value.length(); i++) {
            if (!Chars.isHex(value.charAt(i))) {
                return false;
            }
        }
        String type = value.substring(0, at);
        int dot = type.lastIndexOf('.');
        return type.equals("[C")
                || type.equals("[B")
                || dot > 0 && Character.isUpperCase(type.charAt(dot + 1 < type.length() ? dot + 1 : dot));
    }

    private static boolean isUpperName(String name) {
        return name.length() > 2
                && name.chars().allMatch(c -> c == '_' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
    }
}
