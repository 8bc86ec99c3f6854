package dev.tidemark.wire.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the string that some ASCII bytes spell without making it again: services, methods and routes come by the million and are few.
 * A table of a fixed size with one place for each hash, where the newest string wins: whatever is sent, memory is bounded by
 * {@value #PLACES} strings of {@value #MAX_BYTES} bytes, and a string that is not found costs no more than making it. The same bytes
 * give equal strings, mostly the same one. Thread-safe.
 */
final class Interner {
    static final int PLACES = 8192;
    static final int MAX_BYTES = 128;

    // Read and written without order: a place holds nothing or an entry, whose fields are final.
    private final @Nullable Entry[] places = new Entry[PLACES];

    private final int maxBytes;

    Interner() {
        this(MAX_BYTES);
    }

    /** @param maxBytes what longer strings are made anew each time */
    Interner(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The string that the bytes from {@code from} to before {@code to} spell; each of them is 0 to 127. */
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

    @SuppressWarnings("deprecation") // The bytes are characters already.
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
