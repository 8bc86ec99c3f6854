package dev.tidemark.processor.topology;

import dev.tidemark.wire.binary.BinaryReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the form that {@link FormWriter} writes. Throws {@link IllegalArgumentException} for any other bytes. */
final class FormReader extends BinaryReader<IllegalArgumentException> {
    FormReader(byte[] bytes) {
        super(bytes);
    }

    byte raw() {
        return bytes[take(1)];
    }

    long number() {
        long value = varint("number");
        if (value < 0) {
            throw tooLong("number");
        }
        return value;
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
        return Arrays.copyOfRange(bytes, take(left()), bytes.length);
    }

    /** Call this after the last part. */
    void end() {
        if (left() > 0) {
            throw new IllegalArgumentException("a form with " + left() + " bytes after its end: expected none");
        }
    }

    @Override
    protected IllegalArgumentException cutOff() {
        return new IllegalArgumentException("a form of " + bytes.length + " bytes: it is cut off");
    }

    @Override
    protected IllegalArgumentException tooLong(String what) {
        return new IllegalArgumentException("a form with a " + what + " of more than 63 bits");
    }
}
