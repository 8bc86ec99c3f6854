package dev.tidemark.wire.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a binary value from its begin to its end; what is not there or not in its range is a {@link MalformedEventException}. */
final class ByteReader {
    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] bytes;
    private int at;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** How many bytes are left. */
    int left() {
        return bytes.length - at;
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

    private long varint(String what) throws MalformedEventException {
        long value = 0;
        int i = at;
        for (int shift = 0; shift < 64 && i < bytes.length; shift += 7) {
            byte next = bytes[i++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                if (shift == 63 && next > 1) {
                    break;
                }
                at = i;
                return value;
            }
        }
        throw i - at < MAX_VARINT_BYTES
                ? cutOff()
                : new MalformedEventException(what + " of more than 64 bits: expected a varint");
    }

    /** A string of at most as many bytes as there are; {@code strings} knows those that come again. */
    String text(Interner strings) throws MalformedEventException {
        int length = (int) varint("length of a string", left());
        int from = take(length);
        for (int i = from; i < at; i++) {
            if (bytes[i] <= 0) {
                return JsonFields.storable(utf8(from, length));
            }
        }
        return strings.of(bytes, from, at);
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

    private int take(int count) throws MalformedEventException {
        int from = at;
        if (bytes.length - from < count) {
            throw cutOff();
        }
        at += count;
        return from;
    }

    private MalformedEventException cutOff() {
        return new MalformedEventException("a value of " + bytes.length + " bytes that is cut off: expected more");
    }
}
