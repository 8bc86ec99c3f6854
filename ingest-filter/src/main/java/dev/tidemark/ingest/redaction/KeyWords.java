package dev.tidemark.ingest.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides from its name what a key holds. A name is split into words at separators and changes of case; only whole words
 * count, so {@code tokenizer} and {@code secretary} name nothing secret. A word after the secret one may say that the
 * value is about the secret ({@code passwordEncoder}, {@code token_count}). Immutable.
 */
final class KeyWords {
    /** Names are longer than this only by accident. */
    static final int MAX_NAME = 80;

    private static final int MAX_COMPOUND = 4;

    /** A name without any of these letter triples, which begin or end the known words, is not examined any further. */
    private static final long[] TRIPLES = new long[512];

    /** For each of these triples, the letters that come fourth, one bit for each. */
    private static final int[] FOURTH = new int[1 << 15];

    private static final Map<String, SecretKind> KINDS = new HashMap<>();

    static {
        KeyDictionary.WORDS.forEach((kind, words) -> {
            for (String word : words.split(" ")) {
                KINDS.put(word, kind);
                addTriple(word);
            }
        });
        for (String word : KeyDictionary.PASSWORDS.split(" ")) {
            NormalText normal = NormalText.of(word);
            String folded = String.join("", split(normal.substring(0, normal.length)));
            KINDS.put(folded, SecretKind.PASSWORD);
            addTriple(folded);
        }
        KeyDictionary.ENDINGS.forEach(KeyWords::addTriple);
    }

    private static final int REMEMBERED = 512;

    private final Map<String, SecretKind> own;
    // Entries are immutable, so it does not matter which thread wrote one.
    private final @Nullable Known[] remembered = new @Nullable Known[REMEMBERED];

    /** @param names further names whose values are removed, such as {@code customer_no} */
    KeyWords(Iterable<String> names) {
        own = new HashMap<>();
        for (String name : names) {
            own.put(String.join("", split(name)), SecretKind.OWN);
        }
    }

    private static void addTriple(String word) {
        if (word.length() > 2) {
            int triple = triple(word.charAt(0), word.charAt(1), word.charAt(2));
            TRIPLES[triple >> 6] |= 1L << triple;
            FOURTH[triple] |= word.length() == 3 ? -1 : 1 << (word.charAt(3) & 31);
        }
    }

    private static int triple(char a, char b, char c) {
        return (a & 31) << 10 | (b & 31) << 5 | c & 31;
    }

    /** A fast check that is true for each name of a secret and for few others. */
    boolean mayBeSecret(char[] chars, int start, int end) {
        if (!own.isEmpty() || chars[start] > 127) {
            return true;
        }
        if ((chars[end - 1] | 32) == 'w' && (chars[end - 2] | 32) == 'p') {
            return true;
        }
        int triple = (chars[start] & 31) << 5 | chars[start + 1] & 31;
        for (int i = start + 2; i < end; i++) {
            triple = (triple << 5 | chars[i] & 31) & 0x7fff;
            if ((TRIPLES[triple >> 6] & 1L << triple) != 0
                    && (i + 1 == end
                            || !Chars.isLetter(chars[i + 1])
                            || (FOURTH[triple] & 1 << (chars[i + 1] & 31)) != 0)) {
                return true;
            }
        }
        // Words that separators spell: p_a_s_s.
        return chars[start + 1] == '_' || chars[start + 1] == '-' || chars[start + 1] == '.';
    }

    /** The same as {@link #kindOf(String)}; remembers names, because logs repeat them. */
    @Nullable SecretKind kindOf(char[] chars, int start, int end) {
        if (end - start > MAX_NAME || !mayBeSecret(chars, start, end)) {
            return null;
        }
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + chars[i];
        }
        int slot = (hash ^ hash >>> 16) & REMEMBERED - 1;
        Known known = remembered[slot];
        if (known == null || !known.isFor(chars, start, end)) {
            String name = new String(chars, start, end - start);
            known = new Known(name, kindOf(name));
            remembered[slot] = known;
        }
        return known.kind();
    }

    /** The kind of secret that a key of this name holds, or null. */
    @Nullable SecretKind kindOf(String name) {
        List<String> words = split(name);
        SecretKind found = null;
        int after = 0;
        int at = 0;
        for (int i = 0; i < words.size(); i++) {
            for (int count = Math.min(MAX_COMPOUND, words.size() - i); count > 0; count--) {
                SecretKind kind = count == 1
                        ? kindOfWord(words.get(i))
                        : kindOfCompound(String.join("", words.subList(i, i + count)));
                if (kind != null && !(kind == SecretKind.EMAIL && found != null)) {
                    found = kind;
                    at = i;
                    after = i + count;
                    i = after - 1;
                    break;
                }
            }
        }
        if (found == null || found == SecretKind.OWN) {
            return found == null && isSpelled(words) ? kindOfCompound(String.join("", words)) : found;
        }
        for (int i = after; i < words.size(); i++) {
            if (KeyDictionary.ABOUT.contains(words.get(i))) {
                return null;
            }
        }
        return isHarmless(words, at, after, found) ? null : found;
    }

    private static boolean isHarmless(List<String> words, int at, int after, SecretKind found) {
        if (at > 0 && KeyDictionary.HARMLESS_BEFORE.contains(words.get(at - 1))) {
            return true;
        }
        if (at > 0
                && (KeyDictionary.LABELS.contains(words.get(0))
                        || found == SecretKind.KEY && KeyDictionary.FINDING.contains(words.get(at - 1)))) {
            return true;
        }
        return switch (found) {
            // cvc and pan are words of other fields, too: pan=2 is a camera's.
            case SESSION, KEY, SIGNATURE, EMAIL, ACCOUNT, PIN -> after < words.size() && !isQualifier(words.get(after));
            default -> false;
        };
    }

    private static boolean isQualifier(String word) {
        return word.equals("value")
                || word.equals("number")
                || word.equals("code")
                || word.equals("data")
                || word.equals("no")
                || word.equals("v")
                || word.equals("block")
                || word.equals("header");
    }

    /** Whether the name counts something, so that a number is no secret: {@code max_tokens}, {@code secrets}. */
    static boolean isCount(String name) {
        List<String> words = split(name);
        for (String word : words) {
            if (KeyDictionary.COUNTED.contains(word)) {
                return true;
            }
        }
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        return last.endsWith("s") && !last.endsWith("ss") && !last.endsWith("credentials")
                || last.equals("credentials");
    }

    private @Nullable SecretKind kindOfCompound(String words) {
        SecretKind named = own.get(words);
        return named == null ? KINDS.get(words) : named;
    }

    private @Nullable SecretKind kindOfWord(String word) {
        SecretKind kind = kindOfCompound(word);
        if (kind != null) {
            return kind;
        }
        for (String ending : KeyDictionary.ENDINGS) {
            if (word.length() > ending.length() && word.endsWith(ending)) {
                return KINDS.getOrDefault(ending, SecretKind.SECRET);
            }
        }
        if (word.startsWith("password") && !KeyDictionary.ABOUT.contains(word.substring("password".length()))) {
            return SecretKind.PASSWORD;
        }
        return null;
    }

    private static boolean isSpelled(List<String> words) {
        return words.size() > 2 && words.stream().allMatch(word -> word.length() == 1);
    }

    /** The words of a name in lower case, without digits. */
    static List<String> split(String name) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Chars.isLetter(c)) {
                end(word, words);
                continue;
            }
            boolean afterLower = i > 0 && Character.isLowerCase(name.charAt(i - 1));
            boolean beforeLower = i + 1 < name.length()
                    && Character.isLowerCase(name.charAt(i + 1))
                    && i > 0
                    && Character.isUpperCase(name.charAt(i - 1));
            if (Character.isUpperCase(c) && (afterLower || beforeLower)) {
                end(word, words);
            }
            word.append(Chars.lower(c));
        }
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (word.length() > 0) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private record Known(String name, @Nullable SecretKind kind) {
        boolean isFor(char[] chars, int start, int end) {
            if (name.length() != end - start) {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                if (name.charAt(i) != chars[start + i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
