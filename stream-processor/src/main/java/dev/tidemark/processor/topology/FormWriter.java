package dev.tidemark.processor.topology;

import dev.tidemark.wire.binary.BinaryWriter;
import java.nio.charset.StandardCharsets;

/** Writes the parts of a serialised form; {@link FormReader} reads them. */
final class FormWriter extends BinaryWriter {
    FormWriter raw(byte value) {
        putByte(value);
        return this;
    }

    /** Writes a varint; {@code value} must not be negative. */
    FormWriter number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("number " + value + ": expected 0 or more");
        }
        putVarint(value);
        return this;
    }

    /** Writes eight bytes whose unsigned order is the order of the numbers. */
    FormWriter ordered(long value) {
        long flipped = value ^ Long.MIN_VALUE;
        for (int shift = 56; shift >= 0; shift -= 8) {
            putByte((int) (flipped >>> shift));
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

    /** Writes bytes that extend to the end of the form. */
    FormWriter rest(byte[] value) {
        putBytes(value);
        return this;
    }
}
