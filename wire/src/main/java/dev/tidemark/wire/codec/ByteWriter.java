package dev.tidemark.wire.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes what {@link ByteReader} reads. */
final class ByteWriter {
    private byte[] bytes = new byte[256];
    private int length;

    int length() {
        return length;
    }

    void raw(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    /** Seven bits a byte, the lowest first, as many as it takes. */
    void varint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A number of either sign, small ones in few bytes. */
    void signed(long value) {
        varint(value << 1 ^ value >> 63);
    }

    /** Its length in bytes, then UTF-8; what cannot be stored is replaced. */
    void text(String value) {
        byte[] utf8 = JsonFields.storable(value).getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        append(utf8, utf8.length);
    }

    /** The bytes that {@code hex} spells. */
    void hex(String hex) {
        for (int i = 0; i < hex.length(); i += 2) {
            raw(Hex.digit(hex.charAt(i)) << 4 | Hex.digit(hex.charAt(i + 1)));
        }
    }

    void append(ByteWriter other) {
        append(other.bytes, other.length);
    }

    private void append(byte[] more, int count) {
        reserve(count);
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
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
