package dev.tidemark.wire.binary;

/**
 * Reads a byte array from left to right. Decodes varints; subclasses add the other parts of their format and choose the
 * exception for malformed bytes. Not thread-safe.
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

    /** The exception for bytes that end in the middle of a value. */
    protected abstract E cutOff();

    /** The exception for a varint of more than 64 bits; {@code what} names the number. */
    protected abstract E tooLong(String what);

    /** The number of bytes left to read. */
    public final int left() {
        return bytes.length - position;
    }

    /**
     * Reads an unsigned LEB128 varint of up to 64 bits; the result is negative if bit 63 is set. Padded forms are
     * accepted.
     *
     * @param what the number's name, for an exception
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
