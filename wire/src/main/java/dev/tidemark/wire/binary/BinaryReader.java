package dev.tidemark.wire.binary;

/**
 * Reads a byte array from left to right. The varint loop is here once; subclasses add the parts of their format and say what is thrown
 * for malformed bytes. Not thread-safe.
 *
 * <p>All fields and hot methods belong to this class, so a call through any subclass costs no type check.
 *
 * @param <E> the exception for malformed bytes
 */
public abstract class BinaryReader<E extends Exception> {
    private static final int MAX_VARINT_BYTES = 10;

    protected final byte[] bytes;
    /** The index of the next byte. */
    protected int position;

    protected BinaryReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The exception for bytes that end before the value does. */
    protected abstract E cutOff();

    /** The exception for {@code what}, a varint of more than 64 bits. */
    protected abstract E tooLong(String what);

    /** How many bytes are left. */
    public final int left() {
        return bytes.length - position;
    }

    /**
     * Reads an unsigned LEB128 varint of up to 64 bits; the result is negative if it uses all of them. Longer forms than needed are
     * accepted.
     *
     * @param what names the number in an exception
     */
    protected final long varint(String what) throws E {
        long value = 0;
        int i = position;
        for (int shift = 0; shift < 64 && i < bytes.length; shift += 7) {
            byte next = bytes[i++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                if (shift == 63 && next > 1) {
                    break;
                }
                position = i;
                return value;
            }
        }
        throw i - position < MAX_VARINT_BYTES ? cutOff() : tooLong(what);
    }

    /** Moves past {@code count} bytes and returns the index of the first. */
    protected final int take(int count) throws E {
        int from = position;
        if (bytes.length - from < count) {
            throw cutOff();
        }
        position += count;
        return from;
    }
}
