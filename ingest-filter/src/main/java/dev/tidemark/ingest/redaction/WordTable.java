package dev.tidemark.ingest.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A set of short words in lower case that is asked without creating objects. Immutable. */
final class WordTable {
    static final int MAX_WORD = 16;

    private static final int SLOTS = 512;

    private final String[] words = new String[SLOTS];
    /** The first and last letters of words and their lengths, to reject most others at once. */
    private final boolean[] ends = new boolean[1 << 14];

    private final List<String> all = new ArrayList<>();

    WordTable(Collection<? extends Collection<String>> words) {
        for (Collection<String> some : words) {
            for (String word : some) {
                if (find(word.toCharArray(), 0, word.length()) < 0) {
                    int slot = hash(word.toCharArray(), 0, word.length());
                    while (this.words[slot] != null) {
                        slot = slot + 1 & SLOTS - 1;
                    }
                    this.words[slot] = word;
                    ends[ends(word.charAt(0), word.charAt(word.length() - 1), word.length())] = true;
                    all.add(word);
                }
            }
        }
    }

    List<String> all() {
        return all;
    }

    /** The place of the word in any case, or -1. */
    int find(char[] s, int start, int end) {
        if (end <= start || !ends[ends(s[start], s[end - 1], end - start)]) {
            return -1;
        }
        int slot = hash(s, start, end);
        for (String word = words[slot]; word != null; word = words[slot]) {
            if (isEqual(word, s, start, end)) {
                return slot;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return -1;
    }

    /** The word at the place that {@link #find} gave. */
    String word(int place) {
        return String.valueOf(words[place]);
    }

    private static boolean isEqual(String word, char[] s, int start, int end) {
        if (word.length() != end - start) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (Chars.lower(s[i]) != word.charAt(i - start)) {
                return false;
            }
        }
        return true;
    }

    private static int ends(char first, char last, int length) {
        return (first & 31) << 9 | (last & 31) << 4 | length & 15;
    }

    private static int hash(char[] s, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + (s[i] & 31);
        }
        return (hash ^ hash >>> 9) & SLOTS - 1;
    }
}
