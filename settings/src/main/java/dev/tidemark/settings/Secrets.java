package dev.tidemark.settings;

import java.util.regex.Pattern;

/** Takes passwords out of text that is logged or shown. Thread-safe. */
public final class Secrets {
    private static final String HIDDEN = "***";

    /** What precedes the last {@code @} of a word, as in {@code redis://user:password@host}. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=^|[\\s\"'<>(])[^\\s\"'<>(]+(?=@)");

    /** A parameter of a URL such as {@code password=} or {@code sslpassword=}. */
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)((?:password|passwd|passphrase|pwd|secret|token)=)[^&\\s]*");

    private static final Pattern UP_TO_HOST = Pattern.compile("(?s)^.*(?=@)");

    private Secrets() {}

    /** The text with {@code ***} for the credentials of URLs, even malformed ones, and for password parameters. */
    public static String redact(String text) {
        return PARAMETER.matcher(CREDENTIALS.matcher(text).replaceAll(HIDDEN)).replaceAll("$1" + HIDDEN);
    }

    /** The same for a text that is one value, whose password may contain any character. */
    static String redactValue(String value) {
        return redact(UP_TO_HOST.matcher(value).replaceFirst(HIDDEN));
    }
}
