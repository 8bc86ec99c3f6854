package dev.tidemark.ingest.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The text of keys as they are sent. */
final class EncodedKeys {
    private static final int MOST_BYTES = 512;
    // A string that Java has serialised, as the default of Spring's RedisTemplate does.
    private static final byte[] SERIALIZED_STRING = {(byte) 0xac, (byte) 0xed, 0, 5, 't'};
    private static final int LENGTH_BYTES = 2;

    private EncodedKeys() {}

    /** The text of a key; a byte that is not ASCII becomes a character that no word has. */
    static String text(ByteBuffer key) {
        ByteBuffer rest = key.duplicate();
        if (isSerializedString(rest)) {
            rest.position(rest.position() + SERIALIZED_STRING.length + LENGTH_BYTES);
        }
        byte[] bytes = new byte[Math.min(rest.remaining(), MOST_BYTES)];
        rest.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static boolean isSerializedString(ByteBuffer key) {
        if (key.remaining() < SERIALIZED_STRING.length + LENGTH_BYTES) {
            return false;
        }
        for (int i = 0; i < SERIALIZED_STRING.length; i++) {
            if (key.get(key.position() + i) != SERIALIZED_STRING[i]) {
                return false;
            }
        }
        return true;
    }
}
