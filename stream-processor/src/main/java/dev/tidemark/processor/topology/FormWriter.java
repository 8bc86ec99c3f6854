package dev.tidemark.processor.topology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the parts of a serialised form; what {@link FormReader} reads. */
final class FormWriter {
    private byte[] bytes = new byte[256];
    private int length;

    FormWriter raw(byte value) {
        reserve(1);
        bytes[length++] = value;
        return this;
    }

    /** As an unsigned LEB128 varint; {@code value} is not negative. */
    FormWriter number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("number " + value + ": expected 0 or more");
        }
        reserve(10);
        long rest = value;
        while (rest > 0x7F) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /** Eight bytes whose unsigned order is that of the numbers. */
    FormWriter ordered(long value) {
        reserve(Long.BYTES);
        long flipped = value ^ Long.MIN_VALUE;
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (flipped >>> shift);
        }
        return this;
    }

    FormWriter block(byte[] value) {
        number(value.length);
        return rest(value);
    }

    FormWriter text(String value) {
        return block(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes that run to the end of the form. */
    FormWriter rest(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
