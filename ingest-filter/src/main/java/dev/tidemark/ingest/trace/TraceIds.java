package dev.tidemark.ingest.trace;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Random lower-case hexadecimal ids, never all zeros, which W3C Trace Context forbids. */
final class TraceIds {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS_OF_LONG = 16;

    private TraceIds() {}

    /** 32 digits. */
    static String traceId() {
        byte[] text = new byte[2 * DIGITS_OF_LONG];
        write(nonZero(), text, 0);
        write(nonZero(), text, DIGITS_OF_LONG);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** 16 digits. */
    static String spanId() {
        byte[] text = new byte[DIGITS_OF_LONG];
        write(nonZero(), text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static long nonZero() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long value = random.nextLong();
        while (value == 0) {
            value = random.nextLong();
        }
        return value;
    }

    private static void write(long value, byte[] text, int offset) {
        for (int i = offset + DIGITS_OF_LONG - 1; i >= offset; i--) {
            text[i] = DIGITS[(int) (value & 0xF)];
            value >>>= 4;
        }
    }
}
