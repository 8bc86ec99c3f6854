package dev.tidemark.processor.topology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link FormWriter} wrote; anything else is an {@link IllegalArgumentException}. */
final class FormReader {
    private final byte[] bytes;
    private int position;

    FormReader(byte[] bytes) {
        this.bytes = bytes;
    }

    byte raw() {
        return bytes[take(1)];
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte next = raw();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a form with a number of more than 63 bits");
    }

    long ordered() {
        int from = take(Long.BYTES);
        long value = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            value = value << 8 | (bytes[i] & 0xFF);
        }
        return value ^ Long.MIN_VALUE;
    }

    byte[] block() {
        long size = number();
        if (size > bytes.length) {
            throw cutOff();
        }
        int from = take((int) size);
        return Arrays.copyOfRange(bytes, from, position);
    }

    String text() {
        return new String(block(), StandardCharsets.UTF_8);
    }

    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, position, bytes.length);
        position = bytes.length;
        return rest;
    }

    /** To be called behind the last part. */
    void end() {
        if (position != bytes.length) {
            throw new IllegalArgumentException(
                    "a form with " + (bytes.length - position) + " bytes behind its end: expected none");
        }
    }

    private int take(int size) {
        int from = position;
        if (bytes.length - from < size) {
            throw cutOff();
        }
        position += size;
        return from;
    }

    private IllegalArgumentException cutOff() {
        return new IllegalArgumentException("a form of " + bytes.length + " bytes: it is cut off");
    }
}
