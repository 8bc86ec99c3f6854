package dev.tidemark.ingest.trace;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Random ids, never all zeros, which W3C Trace Context forbids, and their lower-case hexadecimal text. */
public final class TraceIds {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS_OF_LONG = 16;
    private static final int BITS_OF_DIGIT = 4;

    private TraceIds() {}

    /** 32 digits. */
    public static String traceId(long high, long low) {
        byte[] text = new byte[2 * DIGITS_OF_LONG];
        write(high, text, 0);
        write(low, text, DIGITS_OF_LONG);
        return text(text);
    }

    /** 16 digits. */
    public static String spanId(long bits) {
        byte[] text = new byte[DIGITS_OF_LONG];
        write(bits, text, 0);
        return text(text);
    }

    static long random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long value = random.nextLong();
        while (value == 0) {
            value = random.nextLong();
        }
        return value;
    }

    /** The number that 16 hexadecimal digits stand for. */
    static long parse(String text, int from) {
        return Long.parseUnsignedLong(text, from, from + DIGITS_OF_LONG, 16);
    }

    private static void write(long value, byte[] text, int offset) {
        for (int i = offset + DIGITS_OF_LONG - 1; i >= offset; i--) {
            text[i] = DIGITS[(int) (value & 0xF)];
            value >>>= BITS_OF_DIGIT;
        }
    }

    @SuppressWarnings("deprecation") // The bytes are ASCII.
    private static String text(byte[] ascii) {
        return new String(ascii, 0);
    }
}
