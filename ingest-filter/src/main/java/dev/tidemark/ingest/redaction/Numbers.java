package dev.tidemark.ingest.redaction;

/** Payment card numbers (ISO/IEC 7812) and bank account numbers (IBAN, ISO 13616), recognised by their check digits. */
final class Numbers {
    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;
    private static final int MAX_GROUPS = 6;

    private final Scan scan;
    private final char[] s;
    private final int n;
    private final int[] digits = new int[MAX_DIGITS];

    Numbers(Scan scan) {
        this.scan = scan;
        this.s = scan.s;
        this.n = scan.n;
    }

    /** Removes the card number that begins at {@code at}, the start of a run of letters and digits; else -1. */
    int card(int at) {
        if (s[at] < '2' || s[at] > '6' || isPartOfMore(at)) {
            return -1;
        }
        int count = 0;
        int groups = 0;
        int i = at;
        int first = 0;
        while (groups < MAX_GROUPS) {
            int group = i;
            while (i < n && Chars.isDigit(s[i])) {
                if (count == MAX_DIGITS) {
                    return -1;
                }
                digits[count++] = s[i] - '0';
                i++;
            }
            groups++;
            int length = i - group;
            scan.step(length);
            if (i < n && Chars.isAlphanumeric(s[i]) || length == 0) {
                return -1;
            }
            if (groups == 1) {
                first = length;
            }
            if (first < MIN_DIGITS && (first != 4 && first != 8 || length > 8 || length < 1)) {
                return -1;
            }
            if (count >= MIN_DIGITS && isCard(digits, count)) {
                return continues(i) ? -1 : scan.found(at, i, "card-number");
            }
            int next = afterSeparator(i);
            if (first >= MIN_DIGITS || next < 0) {
                return -1;
            }
            i = next;
        }
        return -1;
    }

    /** Whether the digits belong to a longer word, number or identifier: 0.4111…, 41111111-4111-…, order-2026-4111…. */
    private boolean isPartOfMore(int at) {
        if (at == 0) {
            return false;
        }
        char before = s[at - 1];
        if ((before == '.' || before == ',') && at > 1 && Chars.isDigit(s[at - 2])) {
            return true;
        }
        if (before != '-') {
            return false;
        }
        int i = at - 1;
        int digits = 0;
        while (i > 0 && at - i < 10 && Chars.isHex(s[i - 1])) {
            digits += Chars.isDigit(s[i - 1]) ? 1 : 0;
            i--;
        }
        return digits > 0;
    }

    private boolean continues(int end) {
        return end + 1 < n && (s[end] == '-' || s[end] == '.') && Chars.isAlphanumeric(s[end + 1]);
    }

    /** One separator, or a dash between spaces. */
    private int afterSeparator(int at) {
        int i = at;
        while (i < n && i - at < 3 && !Chars.isAlphanumeric(s[i]) && !Chars.isLineEnd(s[i])) {
            i++;
        }
        boolean separates = i > at && i < n && Chars.isDigit(s[i]) && " -._/|:,*+#\t\u00b7\u2022".indexOf(s[at]) >= 0;
        return separates ? i : -1;
    }

    private static boolean isCard(int[] digits, int count) {
        return isIssued(digits, count) && checksumHolds(digits, count);
    }

    /** The prefixes and lengths that the networks issue, so that few other numbers are taken for cards. */
    private static boolean isIssued(int[] digits, int count) {
        int four = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
        int two = four / 100;
        if (digits[0] == 4) {
            return count == 13 || count == 16 || count == 19;
        }
        if (two == 34 || two == 37) {
            return count == 15;
        }
        if (two >= 51 && two <= 55 || four >= 2221 && four <= 2720) {
            return count == 16;
        }
        if (four / 10 >= 300 && four / 10 <= 305 || two == 36 || two == 38 || two == 39) {
            return count >= 14;
        }
        if (four >= 3528 && four <= 3589 || four == 6011 || two == 62 || two == 64 || two == 65) {
            return count >= 16;
        }
        return two == 50 || two >= 56 && two <= 69 || four >= 2200 && four <= 2204;
    }

    /** The Luhn checksum: true for every card number, and for one in ten other numbers. */
    static boolean checksumHolds(int[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int value = digits[count - 1 - i] * (i % 2 == 0 ? 1 : 2);
            sum += value > 9 ? value - 9 : value;
        }
        return sum % 10 == 0;
    }

    /** Removes the IBAN that begins at {@code at}; else -1. Its remainder by 97 is 1. */
    int iban(int at) {
        if (at + 15 > n
                || !isUpper(s[at])
                || !isUpper(s[at + 1])
                || !Chars.isDigit(s[at + 2])
                || !Chars.isDigit(s[at + 3])) {
            return -1;
        }
        int remainder = 0;
        int count = 0;
        int i = at + 4;
        int end = i;
        while (i < n && count < 30) {
            char c = s[i];
            if ((c == ' ' || c == '-') && (count % 4 == 0) && i + 1 < n && isIban(s[i + 1])) {
                i++;
                continue;
            }
            if (!isIban(c)) {
                break;
            }
            remainder = add(remainder, c);
            count++;
            i++;
            boolean groupEnds = i == n || !Chars.isAlphanumeric(s[i]);
            if (count >= 11 && groupEnds && isValid(remainder, at)) {
                end = i;
            }
        }
        scan.step(i - at);
        return end > at + 4 ? scan.found(at, end, "iban") : -1;
    }

    private boolean isValid(int remainder, int at) {
        int whole = remainder;
        for (int i = at; i < at + 4; i++) {
            whole = add(whole, s[i]);
        }
        return whole == 1;
    }

    private static int add(int remainder, char c) {
        return Chars.isDigit(c) ? (remainder * 10 + c - '0') % 97 : (remainder * 100 + c - 'A' + 10) % 97;
    }

    private static boolean isIban(char c) {
        return Chars.isDigit(c) || isUpper(c);
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
