package dev.tidemark.wire.codec;

import dev.tidemark.wire.binary.BinaryWriter;
import java.nio.charset.StandardCharsets;

/** Writes the parts of a binary value that {@link ByteReader} reads. */
final class ByteWriter extends BinaryWriter {
    /** A signed number, zigzag-encoded: numbers near 0 take few bytes. */
    void putSigned(long value) {
        putVarint(value << 1 ^ value >> 63);
    }

    /** The length in bytes, then UTF-8. Characters that PostgreSQL cannot store are replaced. */
    void putText(String value) {
        byte[] utf8 = JsonFields.storable(value).getBytes(StandardCharsets.UTF_8);
        putVarint(utf8.length);
        putBytes(utf8);
    }

    /** The bytes that the hexadecimal digits {@code hex} stand for. */
    void putHex(String hex) {
        for (int i = 0; i < hex.length(); i += 2) {
            putByte(Hex.digit(hex.charAt(i)) << 4 | Hex.digit(hex.charAt(i + 1)));
        }
    }
}
