package dev.tidemark.wire.binary;

import java.util.Arrays;

/**
 * Writes bytes and varints into an array that grows as needed. Subclasses add the other parts of their format. Not
 * thread-safe.
 */
public class BinaryWriter {
    /** The longest varint: 64 bits. */
    public static final int MAX_VARINT_BYTES = 10;

    private byte[] bytes;
    private int length;

    public BinaryWriter() {
        this(256);
    }

    /** @param capacity the number of bytes that fit before the array grows */
    public BinaryWriter(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** The number of bytes written. */
    public final int length() {
        return length;
    }

    /** Writes the lowest eight bits. */
    public final void putByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    /** Writes {@code value} as an unsigned LEB128 varint in its shortest form: seven bits per byte, lowest bits first. */
    public final void putVarint(long value) {
        reserve(MAX_VARINT_BYTES);
        length = putVarint(bytes, length, value);
    }

    /**
     * Writes a varint into the caller's array, for loops that keep their position in a local variable.
     *
     * @param bytes has room for {@link #MAX_VARINT_BYTES} bytes from {@code at}
     * @return the index after the varint
     */
    public static int putVarint(byte[] bytes, int at, long value) {
        int i = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[i++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[i++] = (byte) rest;
        return i;
    }

    public final void putBytes(byte[] value) {
        putBytes(value, value.length);
    }

    /** Appends everything that {@code other} has written. */
    public final void putAll(BinaryWriter other) {
        putBytes(other.bytes, other.length);
    }

    public final byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void putBytes(byte[] more, int count) {
        reserve(count);
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
