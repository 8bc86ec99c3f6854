package dev.tidemark.ingest.redaction;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One redaction rule.
 *
 * @param hints a text that contains none of these is skipped, which is cheaper than a match
 * @param pattern the text to remove; matches in linear time, so all quantifiers are bounded or possessive
 * @param replacement the replacement for removed text
 */
record Rule(List<String> hints, Pattern pattern, String replacement) {

    Rule(List<String> hints, String regex, String replacement) {
        this(hints, Pattern.compile(regex), replacement);
    }

    boolean concerns(String text) {
        for (String hint : hints) {
            if (text.contains(hint)) {
                return true;
            }
        }
        return false;
    }
}
