package dev.tidemark.ingest.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one text. At each separator, start of a word and a few other characters, the rules look whether a secret
 * begins or ends there; the scan continues after it. Rules look back and ahead by bounded distances or consume what they
 * read, so the number of steps grows linearly with the text. Texts that would need more are refused.
 */
final class Scan {
    private static final int STEPS_PER_CHARACTER = 64;
    private static final int STEPS_BESIDES = 20_000;

    private static final byte OTHER = 0;
    private static final byte WORD = 1;
    private static final byte TRIGGER = 2;
    private static final byte[] KINDS = new byte[128];

    /** The words that a rule knows. */
    static final WordTable WORDS = new WordTable(List.of(Words.KNOWN, CommandLines.KNOWN));

    static {
        for (char c = 0; c < 128; c++) {
            KINDS[c] = Chars.isAlphanumeric(c) ? WORD : OTHER;
        }
        for (char c : "=:<>@-$~\\(".toCharArray()) {
            KINDS[c] = TRIGGER;
        }
    }

    final NormalText text;
    final char[] s;
    final int n;
    final Values values;
    final KeyWords keys;
    final Findings findings;
    /** Nothing before this index is looked at again: it is removed already. */
    int floor;

    private final TokenShapes shapes;
    private final KeyValues keyValues;
    private final Words words;
    private final CommandLines commands;
    private final Addresses addresses;
    private final Markup markup;
    private final Numbers numbers;
    private long steps;

    Scan(NormalText text, KeyWords keys, TokenShapes shapes) {
        this.text = text;
        this.s = text.chars;
        this.n = text.length;
        this.keys = keys;
        this.shapes = shapes;
        this.values = new Values(this);
        this.findings = new Findings(text);
        this.keyValues = new KeyValues(this);
        this.words = new Words(this, keyValues);
        this.commands = new CommandLines(this, keyValues);
        this.addresses = new Addresses(this);
        this.markup = new Markup(this, keyValues);
        this.numbers = new Numbers(this);
    }

    Findings run() {
        byte[] kinds = KINDS;
        int i = 0;
        while (i < n) {
            char c = s[i];
            byte kind = c < 128 ? kinds[c] : WORD;
            if (kind == WORD) {
                int end = i + 1;
                while (s[end] < 128 ? kinds[s[end]] == WORD : end < n) {
                    end++;
                }
                int begins = shapes.beginning(c, s[i + 1], s[i + 2]);
                i = begins != 0 || c <= '9' ? word(i, end, begins) : end;
            } else if (kind == TRIGGER) {
                int next = trigger(i, c);
                i = next < 0 ? i + 1 : next;
            } else {
                i++;
            }
        }
        return findings;
    }

    /** Looks whether the word from {@code i} to {@code wordEnd} begins a secret or announces one; returns where to continue. */
    private int word(int i, int wordEnd, int begins) {
        char c = s[i];
        int end = -1;
        if (c <= '9') {
            if (wordEnd - i > 3 && c >= '2' && c <= '6') {
                end = numbers.card(i);
            }
            return orWordEnd(end < 0 && begins != 0 && mayBeToken(i, wordEnd) ? shapes.match(this, i) : end, wordEnd);
        }
        if ((begins & TokenShapes.TOKEN) != 0) {
            end = shapes.match(this, i);
        }
        if (end < 0 && (begins & TokenShapes.KNOWN_WORD) != 0 && wordEnd - i <= WordTable.MAX_WORD) {
            int known = WORDS.find(s, i, wordEnd);
            if (known >= 0) {
                commands.word(i, wordEnd, known);
                end = words.at(i, wordEnd, known);
            }
        }
        return orWordEnd(end < 0 && (begins & TokenShapes.ACCOUNT) != 0 ? numbers.iban(i) : end, wordEnd);
    }

    /** Most numbers are just numbers: tokens go on with a letter, a colon or a slash. */
    private boolean mayBeToken(int i, int wordEnd) {
        return shapes.hasOwn()
                || s[wordEnd] == '/'
                || wordEnd - i > 7 && s[wordEnd] == ':'
                || wordEnd - i > 15 && !Chars.isDigit(s[wordEnd - 1]);
    }

    private static int orWordEnd(int end, int wordEnd) {
        return end < 0 ? wordEnd : end;
    }

    private int trigger(int i, char c) {
        return switch (c) {
            case '=' -> keyValues.at(i);
            case ':' -> {
                if (i + 2 < n && s[i + 1] == '/' && s[i + 2] == '/') {
                    yield addresses.url(i);
                }
                yield isSourceLine(i) ? -1 : keyValues.at(i);
            }
            case '(' -> keyValues.argument(i);
            case '<' -> markup.open(i);
            case '>' -> markup.close(i);
            case '@' -> addresses.email(i);
            case '-' ->
                s.length > i + 4 && i + 4 < n && s[i + 1] == '-' && s[i + 2] == '-'
                        ? PrivateKeys.at(this, i)
                        : commands.option(i);
            case '$' -> shapes.hash(this, i);
            case '~' -> shapes.azureSecret(this, i);
            // The letter after the backslash belongs to an escape, as in \nAKIA….
            case '\\' -> i + 1 < n && (s[i + 1] == 'n' || s[i + 1] == 'r' || s[i + 1] == 't') ? i + 2 : -1;
            default -> -1;
        };
    }

    /** A frame of a stack trace, the most frequent colon of all: (Cart.java:42). */
    private boolean isSourceLine(int colon) {
        return colon > 5
                && s[colon - 1] == 'a'
                && s[colon - 2] == 'v'
                && s[colon - 3] == 'a'
                && s[colon - 4] == 'j'
                && s[colon - 5] == '.'
                && Chars.isDigit(s[colon + 1]);
    }

    /** Adds a finding; returns where to continue. */
    int found(int start, int end, String rule) {
        findings.add(start, end, rule);
        floor = Math.max(floor, end);
        return end;
    }

    /** Removes the e-mail address around {@code at}, which lies before a finding that follows. */
    void email(int at) {
        addresses.email(at);
    }

    /** Counts work; refuses texts that need too much of it. */
    void step(int count) {
        steps += count;
        if (steps > STEPS_BESIDES + (long) STEPS_PER_CHARACTER * n) {
            throw new IllegalStateException("a text of " + n + " characters took too many steps to redact");
        }
    }

    /** The steps so far, without the one that each character takes. */
    long steps() {
        return steps;
    }

    @Nullable SecretKind kindOf(int start, int end) {
        step(end - start);
        return keys.kindOf(s, start, end);
    }

    /** Whether the text at {@code at} is this word in any case. */
    boolean matches(int at, String lowerWord) {
        int end = at + lowerWord.length();
        if (end > n || at < 0) {
            return false;
        }
        for (int i = at; i < end; i++) {
            if (Chars.lower(s[i]) != lowerWord.charAt(i - at)) {
                return false;
            }
        }
        return true;
    }

    boolean isWord(int at, String lowerWord) {
        int end = at + lowerWord.length();
        return matches(at, lowerWord) && (end == n || !Chars.isAlphanumeric(s[end]));
    }

    int endOfWord(int at) {
        int i = at;
        while (i < n && Chars.isAlphanumeric(s[i])) {
            i++;
        }
        step(i - at);
        return i;
    }
}
