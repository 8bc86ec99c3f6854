package dev.tidemark.ingest.redaction;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds payment cards' numbers: 13 to 19 digits, in groups or not, with a valid check digit. */
final class PaymentCard {
    private static final int MIN_DIGITS = 13;

    // Every card in use begins with 2 to 6; timestamps in milliseconds, which begin with 1, stay.
    private static final Pattern DIGITS = Pattern.compile("(?<![A-Za-z0-9])[2-6](?:[ -]?[0-9]){12,18}+(?![A-Za-z0-9])");

    private PaymentCard() {}

    static Matcher matcher(CharSequence text) {
        return DIGITS.matcher(text);
    }

    /** What replaces digits that were found: a card's number is taken out, other numbers stay. */
    static String replacement(MatchResult found) {
        String digits = found.group();
        int count = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (isDigit(digits, i)) {
                count++;
            }
            // Another number may follow the card's, so every whole group can be its last.
            boolean lastOfGroup = isDigit(digits, i) && !isDigit(digits, i + 1);
            if (lastOfGroup && count >= MIN_DIGITS && checksumHolds(digits.substring(0, i + 1))) {
                return Redaction.REDACTED + Matcher.quoteReplacement(digits.substring(i + 1));
            }
        }
        return Matcher.quoteReplacement(digits);
    }

    /** The Luhn checksum (ISO/IEC 7812-1): true of every card's number, and of one in ten others. */
    static boolean checksumHolds(String number) {
        int sum = 0;
        boolean twice = false;
        for (int i = number.length() - 1; i >= 0; i--) {
            if (isDigit(number, i)) {
                int value = (number.charAt(i) - '0') * (twice ? 2 : 1);
                sum += value > 9 ? value - 9 : value;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
    }

    private static boolean isDigit(String text, int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }
}
