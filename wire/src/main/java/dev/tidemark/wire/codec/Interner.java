package dev.tidemark.wire.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Returns an existing string for ASCII bytes seen before, instead of a new one: events repeat a small number of
 * services, methods and routes. A fixed-size table has one slot per hash, and the newest string takes the slot, so
 * memory is bounded by {@value #PLACES} strings of {@value #MAX_BYTES} bytes whatever is sent, and a miss costs no more
 * than creating the string. Equal bytes give equal strings, usually the same instance. Thread-safe.
 */
final class Interner {
    static final int PLACES = 8192;
    static final int MAX_BYTES = 128;

    // Read and written without ordering: a slot holds null or an entry, and an entry's fields are final.
    private final @Nullable Entry[] places = new Entry[PLACES];

    private final int maxBytes;

    Interner() {
        this(MAX_BYTES);
    }

    /** @param maxBytes longer strings are not kept */
    Interner(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The string of the ASCII bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    String of(byte[] bytes, int from, int to) {
        if (to - from > maxBytes) {
            return text(bytes, from, to);
        }
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ hash >>> 15) & PLACES - 1;
        Entry entry = places[place];
        if (entry == null || !entry.is(bytes, from, to)) {
            entry = new Entry(Arrays.copyOfRange(bytes, from, to), text(bytes, from, to));
            places[place] = entry;
        }
        return entry.text;
    }

    @SuppressWarnings("deprecation") // The bytes are ASCII.
    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, 0, from, to - from);
    }

    private static final class Entry {
        private final byte[] bytes;
        private final String text;

        Entry(byte[] bytes, String text) {
            this.bytes = bytes;
            this.text = text;
        }

        boolean is(byte[] other, int from, int to) {
            return Arrays.equals(bytes, 0, bytes.length, other, from, to);
        }
    }
}
