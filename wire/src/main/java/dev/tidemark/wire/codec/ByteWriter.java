package dev.tidemark.wire.codec;

import dev.tidemark.wire.binary.BinaryWriter;
import java.nio.charset.StandardCharsets;

/** Writes what {@link ByteReader} reads. */
final class ByteWriter extends BinaryWriter {
    /** A number of either sign; small ones take few bytes. */
    void putSigned(long value) {
        putVarint(value << 1 ^ value >> 63);
    }

    /** The length in bytes, then UTF-8. Characters that cannot be stored are replaced. */
    void putText(String value) {
        byte[] utf8 = JsonFields.storable(value).getBytes(StandardCharsets.UTF_8);
        putVarint(utf8.length);
        putBytes(utf8);
    }

    /** The bytes that {@code hex} spells. */
    void putHex(String hex) {
        for (int i = 0; i < hex.length(); i += 2) {
            putByte(Hex.digit(hex.charAt(i)) << 4 | Hex.digit(hex.charAt(i + 1)));
        }
    }
}
