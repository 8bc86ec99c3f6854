package dev.tidemark.wire.codec;

import dev.tidemark.wire.binary.BinaryReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the parts of a binary value. A part that is cut off or out of range is a {@link MalformedEventException}. */
final class ByteReader extends BinaryReader<MalformedEventException> {
    ByteReader(byte[] bytes) {
        super(bytes);
    }

    int raw() throws MalformedEventException {
        return bytes[take(1)] & 0xFF;
    }

    /** A number from 0 to {@code max}. */
    long varint(String what, long max) throws MalformedEventException {
        long value = varint(what);
        if (value < 0 || value > max) {
            throw new MalformedEventException(
                    what + " " + Long.toUnsignedString(value) + ": expected a whole number from 0 to " + max);
        }
        return value;
    }

    /** A number of either sign. */
    long signed(String what) throws MalformedEventException {
        long value = varint(what);
        return value >>> 1 ^ -(value & 1);
    }

    /** A string of at most as many bytes as there are; {@code strings} knows those that come again. */
    String text(Interner strings) throws MalformedEventException {
        int length = (int) varint("length of a string", left());
        int from = take(length);
        for (int i = from; i < position; i++) {
            if (bytes[i] <= 0) {
                return JsonFields.storable(utf8(from, length));
            }
        }
        return strings.of(bytes, from, position);
    }

    /** The digits of {@code count} bytes. */
    String hex(int count) throws MalformedEventException {
        return Hex.text(bytes, take(count), count);
    }

    void skip(int count) throws MalformedEventException {
        take(count);
    }

    private String utf8(int from, int length) throws MalformedEventException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedEventException("a string of " + length + " bytes: expected UTF-8; " + e.getMessage());
        }
    }

    @Override
    protected MalformedEventException cutOff() {
        return new MalformedEventException("a value of " + bytes.length + " bytes that is cut off: expected more");
    }

    @Override
    protected MalformedEventException tooLong(String what) {
        return new MalformedEventException(what + " of more than 64 bits: expected a varint");
    }
}
