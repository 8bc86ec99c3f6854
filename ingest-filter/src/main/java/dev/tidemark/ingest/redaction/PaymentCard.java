package dev.tidemark.ingest.redaction;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds payment card numbers: 13 to 19 digits, grouped or not, with a valid check digit. */
final class PaymentCard {
    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;

    // Groups of digits that may contain a card number; none of them is part of a word.
    private static final Pattern GROUPS = Pattern.compile(
            "(?<![A-Za-z0-9])(?=[0-9](?:[ -]?[0-9]){12})" + "[0-9]++(?![A-Za-z0-9])(?:[ -][0-9]++(?![A-Za-z0-9]))*+");

    static Matcher matcher(CharSequence text) {
        return GROUPS.matcher(text);
    }

    /** Redacts the card numbers in the matched groups and keeps other numbers. */
    static String replacement(MatchResult found) {
        String groups = found.group();
        StringBuilder kept = new StringBuilder(groups.length());
        int i = 0;
        while (i < groups.length()) {
            // Other numbers may precede or follow the card number, so it may start and end at any group.
            boolean firstOfGroup = i == 0 || !isDigit(groups, i - 1);
            int end = firstOfGroup ? endOfCard(groups, i) : i;
            if (end > i) {
                kept.append(Redaction.REDACTED);
                i = end;
            } else {
                kept.append(groups.charAt(i));
                i++;
            }
        }
        return Matcher.quoteReplacement(kept.toString());
    }

    /** The index after the card number that begins at {@code start}; {@code start} if there is none. */
    private static int endOfCard(String groups, int start) {
        // All cards in use begin with 2 to 6. Timestamps in milliseconds begin with 1 and are kept.
        if (groups.charAt(start) < '2' || groups.charAt(start) > '6') {
            return start;
        }
        int count = 0;
        for (int i = start; i < groups.length() && count < MAX_DIGITS; i++) {
            if (isDigit(groups, i)) {
                count++;
                if (count >= MIN_DIGITS && !isDigit(groups, i + 1) && checksumHolds(groups.substring(start, i + 1))) {
                    return i + 1;
                }
            }
        }
        return start;
    }

    /** The Luhn checksum (ISO/IEC 7812-1): true for every card number, and for one in ten other numbers. */
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
