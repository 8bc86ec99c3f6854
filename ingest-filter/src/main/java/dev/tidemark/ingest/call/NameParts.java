package dev.tidemark.ingest.call;

import java.util.Locale;

/** Tells words that an application's authors chose from numbers, ids, hashes, tokens and addresses. */
final class NameParts {
    private static final int MOST_CHARACTERS = 48;
    private static final int LONGEST_WORD = 24;
    private static final int SHORTEST_STEM = 4;
    // Words of fewer letters often have no vowel, such as "http".
    private static final int NEEDS_A_VOWEL = 6;
    private static final int MOST_CONSONANTS = 5;
    private static final int SHORTEST_HASH = 8;
    // "aGVsbG8" changes case at nearly each letter, "priceList" does not.
    private static final double LETTERS_PER_HUMP = 2.5;
    private static final String JOINERS = "-_.";
    private static final String VOWELS = "aeiouy";

    private NameParts() {}

    /** The part with each piece that is no word replaced: {@code cart-42} becomes {@code cart-*}; a part that begins with none, as a whole. */
    static String shown(CharSequence part, String placeholder) {
        if (part.length() > MOST_CHARACTERS) {
            return placeholder;
        }
        StringBuilder shown = new StringBuilder();
        int begin = 0;
        boolean afterPlaceholder = false;
        for (int i = 0; i <= part.length(); i++) {
            char c = i == part.length() ? JOINERS.charAt(0) : part.charAt(i);
            if (JOINERS.indexOf(c) < 0) {
                if (!isLetter(c) && !isDigit(c)) {
                    return placeholder;
                }
                continue;
            }
            String piece = part.subSequence(begin, i).toString();
            String kept = piece.isEmpty() ? "" : piece(piece, placeholder);
            if (kept.equals(placeholder) && shown.length() == 0) {
                return placeholder;
            }
            if (kept.equals(placeholder) && afterPlaceholder) {
                // One placeholder stands for all pieces of an id.
                shown.setLength(shown.length() - 1);
            } else {
                shown.append(kept);
            }
            afterPlaceholder = kept.endsWith(placeholder);
            if (i < part.length()) {
                shown.append(c);
            }
            begin = i + 1;
        }
        return shown.toString();
    }

    private static String piece(String piece, String placeholder) {
        if (isWord(piece) || isVersion(piece)) {
            return piece;
        }
        int end = piece.length();
        while (end > 0 && isDigit(piece.charAt(end - 1))) {
            end--;
        }
        String stem = piece.substring(0, end);
        return end < piece.length() && end >= SHORTEST_STEM && isWord(stem) ? stem + placeholder : placeholder;
    }

    /** Such as v1, which an application counts up with each format, not with each of its customers. */
    private static boolean isVersion(String piece) {
        return (piece.length() == 2 || piece.length() == 3)
                && piece.charAt(0) == 'v'
                && piece.chars().skip(1).allMatch(c -> isDigit((char) c));
    }

    private static boolean isWord(String piece) {
        if (piece.length() > LONGEST_WORD || !piece.chars().allMatch(c -> isLetter((char) c))) {
            return false;
        }
        String lower = piece.toLowerCase(Locale.ROOT);
        boolean isHash = piece.length() >= SHORTEST_HASH && lower.chars().allMatch(c -> c <= 'f');
        return !isHash && isSpeakable(lower) && !isMixed(piece);
    }

    private static boolean isSpeakable(String lower) {
        int vowels = 0;
        int consonants = 0;
        int most = 0;
        for (int i = 0; i < lower.length(); i++) {
            boolean vowel = VOWELS.indexOf(lower.charAt(i)) >= 0;
            vowels += vowel ? 1 : 0;
            consonants = vowel ? 0 : consonants + 1;
            most = Math.max(most, consonants);
        }
        return (vowels > 0 || lower.length() < NEEDS_A_VOWEL) && most <= MOST_CONSONANTS;
    }

    private static boolean isMixed(String piece) {
        int humps = 1;
        for (int i = 1; i < piece.length(); i++) {
            if (isUpper(piece.charAt(i)) && !isUpper(piece.charAt(i - 1))) {
                humps++;
            }
        }
        return humps > 1 && piece.length() < humps * LETTERS_PER_HUMP;
    }

    // People's names have letters beyond these, constants of an application have not.
    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || isUpper(c);
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
