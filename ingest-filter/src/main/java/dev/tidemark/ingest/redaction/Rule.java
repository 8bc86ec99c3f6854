package dev.tidemark.ingest.redaction;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One thing to take out.
 *
 * @param hints a text that contains none of these is left alone, which is cheaper to find out than a match
 * @param pattern what to take out; linear in the text, so bounded or possessive throughout
 * @param replacement what stands there instead
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
