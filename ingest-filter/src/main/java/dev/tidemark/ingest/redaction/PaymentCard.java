package dev.tidemark.ingest.redaction;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds payment cards' numbers: 13 to 19 digits, in groups or not, with a valid check digit. */
final class PaymentCard {
    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;

    // Groups of digits that a card's number may be among; none of them is part of a word.
    private static final Pattern GROUPS = Pattern.compile(
            "(?<![A-Za-z0-9])(?=[0-9](?:[ -]?[0-9]){12})" + "[0-9]++(?![A-Za-z0-9])(?:[ -][0-9]++(?![A-Za-z0-9]))*+");

    static Matcher matcher(CharSequence text) {
        return GROUPS.matcher(text);
    }

    /** What replaces groups that were found: every card's number is taken out, other numbers stay. */
    static String replacement(MatchResult found) {
        String groups = found.group();
        StringBuilder kept = new StringBuilder(groups.length());
        int i = 0;
        while (i < groups.length()) {
            // Other numbers may stand before and behind the card's, so it may begin and end with any group.
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

    /** Behind the card's number that begins at {@code start}; {@code start} if none does. */
    private static int endOfCard(String groups, int start) {
        // Every card in use begins with 2 to 6; timestamps in milliseconds, which begin with 1, stay.
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
