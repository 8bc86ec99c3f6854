package dev.tidemark.wire.codec;

import dev.tidemark.wire.binary.BinaryReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the parts of a binary value. Throws {@link MalformedEventException} if a part is cut off or out of range. */
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

    /** A signed number, zigzag-encoded. */
    long signed(String what) throws MalformedEventException {
        long value = varint(what);
        return value >>> 1 ^ -(value & 1);
    }

    /** A string, preceded by its length in bytes; {@code strings} reuses strings seen before. */
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

    /** Reads {@code count} bytes as hexadecimal digits. */
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
